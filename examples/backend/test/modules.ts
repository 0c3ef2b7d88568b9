import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadModules } from '@convex-action/local-backend'
import { functionsFolder } from '../index.js'

/** A function of the example, as Convex registers it. */
export type ExampleFunction = {
  path: string
  kind: 'query' | 'mutation' | 'action'
  isPublic: boolean
  hasArgs: boolean
  hasReturns: boolean
}

/** A file of the functions' folder that Convex deploys: no declarations, no configuration, no schema. */
export type SourceFile = { name: string; file: string; text: string; isNode: boolean }

/** Every source file that becomes a module. */
export const sources: SourceFile[] = readdirSync(functionsFolder)
  .filter((name) => /^[^.]+\.ts$/.test(name) && name !== 'schema.ts')
  .map((name) => {
    const file = join(functionsFolder, name)
    const text = readFileSync(file, 'utf8')
    return { name: name.replace('.ts', ''), file, text, isNode: /^'use node'$/m.test(text) }
  })

/** Every function, public or internal. */
export const functions: ExampleFunction[] = []

for (const [path, load] of Object.entries(await loadModules(functionsFolder))) {
  for (const [name, value] of Object.entries(await load())) {
    const registered = value as Record<'isQuery' | 'isMutation' | 'isAction' | 'isPublic', boolean> & {
      exportArgs?(): string
      exportReturns(): string
    }
    if (typeof registered?.exportArgs !== 'function') continue
    functions.push({
      path: `${path.replace(/^\.\/|\.ts$/g, '')}:${name}`,
      kind: registered.isQuery ? 'query' : registered.isMutation ? 'mutation' : 'action',
      isPublic: Boolean(registered.isPublic),
      hasArgs: JSON.parse(registered.exportArgs()).type === 'object',
      hasReturns: JSON.parse(registered.exportReturns()) !== null,
    })
  }
}
