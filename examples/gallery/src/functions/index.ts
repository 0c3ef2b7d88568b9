import type { AnyEntry } from '../entry.js'
import { files } from './files.js'
import { messages } from './messages.js'
import { money } from './money.js'
import { people } from './people.js'
import { work } from './work.js'

/** Every public action and mutation of `examples/backend`, by its name there. */
export const groups: Record<string, Record<string, AnyEntry>> = {
  Messages: messages,
  Money: money,
  'Files and images': files,
  'Long work and answers': work,
  'Users and secrets': people,
}

const sources = import.meta.glob<string>('./*.ts', { query: '?raw', eager: true, import: 'default' })

/** What a component writes to use each function: the very line of these files. */
export const code = Object.fromEntries(
  Object.values(sources).flatMap((source) =>
    [...source.matchAll(/'(\w+\.\w+)': define\(.*?use: \(\) =>\s+(.*?),\n {4}run/gs)].map(([, name, use]) => [
      name,
      use,
    ]),
  ),
)
