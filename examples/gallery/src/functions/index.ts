import type { AnyEntry } from '../entry.js'
import { files } from './files.js'
import { messages } from './messages.js'
import { money } from './money.js'
import { people } from './people.js'
import { work } from './work.js'

/** Every public action and mutation of `examples/backend`, by its name there. */
export const groups: Record<string, Record<string, AnyEntry>> = {
  Money: money,
  Messages: messages,
  'Files and images': files,
  'Long work and answers': work,
  'Users and secrets': people,
}
