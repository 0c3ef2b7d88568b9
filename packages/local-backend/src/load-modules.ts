import { readdir, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Function modules by path, as `import.meta.glob` returns them. */
// biome-ignore lint/suspicious/noExplicitAny: a module's exports are whatever its author wrote
export type ModuleMap = Record<string, () => Promise<any>>

/**
 * Finds the function modules of a `convex/` folder, for `createLocalBackend({ modules })`. TypeScript sources need a
 * loader: run it under tsx or vitest.
 *
 * @param directory The folder with `schema.ts` and the function modules.
 * @throws `Error` if the folder does not exist or has no modules.
 */
export async function loadModules(directory: string): Promise<ModuleMap> {
  const root = resolve(directory)
  const found = await stat(root).catch(() => null)
  if (!found?.isDirectory()) throw new Error(`There is no folder of Convex functions at ${directory}.`)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
  // A folder with its own `convex.config.ts` is a component. Its modules do not belong to the app.
  const components = files.flatMap((path) => /^(.+\/)convex\.config\.[jt]s$/.exec(path)?.[1] ?? [])
  const modules: ModuleMap = {}
  for (const path of files) {
    if (!isModule(path) || components.some((folder) => path.startsWith(folder))) continue
    const url = pathToFileURL(join(root, path)).href
    modules[`./${path}`] = () => import(/* @vite-ignore */ url)
  }
  if (Object.keys(modules).length === 0) throw new Error(`There is no function module in ${directory}.`)
  return modules
}

function isModule(path: string): boolean {
  return (
    /\.[cm]?[jt]sx?$/.test(path) &&
    !/\.d\.[cm]?ts$|\.(test|spec|config)\./.test(path) &&
    !/(^|\/)(_generated|node_modules)\//.test(path)
  )
}
