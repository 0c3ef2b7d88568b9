import { readFile, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadModules, type ModuleMap } from './load-modules.js'

/** A component of an app: its path, such as `calls` or `calls/limits`, and its functions. */
export type Component = { path: string; modules: ModuleMap }

// What a `convex.config.ts` exports, as convex/server makes it.
type Definition = {
  _name?: string
  _childComponents: [name: string, definition: Definition, ...others: unknown[]][]
  componentDefinitionPath?: string
  defaultName?: string
}

/**
 * Reads the `convex.config.ts` of a folder, for `createLocalBackend({ components })`: the components that the app
 * uses, and the components that those use. Returns an empty list if there is no such file.
 *
 * @throws `Error` if a component that is imported there cannot be found.
 */
export async function loadComponents(directory: string): Promise<Component[]> {
  const config = await firstFile(join(resolve(directory), 'convex.config'))
  return config === undefined ? [] : childrenOf(await definitionOf(config), '')
}

async function childrenOf({ _childComponents }: Definition, parent: string): Promise<Component[]> {
  const components: Component[] = []
  for (const [name, definition] of _childComponents) {
    const path = parent + name
    components.push({ path, modules: await loadModules(String(definition.componentDefinitionPath)) })
    components.push(...(await childrenOf(definition, `${path}/`)))
  }
  return components
}

// `app.use` only accepts definitions in the form that Convex's bundler passes: with their folder.
async function definitionOf(config: string): Promise<Definition> {
  const source = await readFile(config, 'utf8')
  for (const [, specifier = ''] of source.matchAll(/from\s*['"]([^'"]*convex\.config(?:\.[jt]s)?)['"]/g)) {
    const imported = await fileOf(specifier, config)
    const definition = await definitionOf(imported)
    definition.componentDefinitionPath = dirname(imported)
    definition.defaultName = definition._name
  }
  return (await import(/* @vite-ignore */ pathToFileURL(config).href)).default
}

async function fileOf(specifier: string, config: string): Promise<string> {
  const file = specifier.startsWith('.')
    ? await firstFile(join(dirname(config), specifier.replace(/\.[jt]s$/, '')))
    : createRequire(config).resolve(specifier)
  if (file === undefined) throw new Error(`There is no component at "${specifier}", which ${config} imports.`)
  return file
}

async function firstFile(path: string): Promise<string | undefined> {
  for (const file of [`${path}.ts`, `${path}.js`]) {
    if ((await stat(file).catch(() => null))?.isFile()) return file
  }
  return undefined
}
