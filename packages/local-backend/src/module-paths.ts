import type { ModuleMap } from './load-modules.js'

/**
 * Modules by name: `./convex/emails.ts` becomes `emails`. The folder is that of `_generated`, or else the common
 * folder of all modules.
 */
export function modulesByName(modules: ModuleMap): ModuleMap {
  const paths = Object.keys(modules)
  const generated = paths.find((path) => path.includes('_generated'))
  const root = generated ? (generated.split('_generated')[0] ?? '') : commonFolder(paths)
  return Object.fromEntries(
    Object.entries(modules)
      .filter(([path]) => !path.includes('_generated') && !path.endsWith('.d.ts'))
      .map(([path, load]) => [path.slice(root.length).replace(/\.[^./]+$/, ''), load]),
  )
}

function commonFolder(paths: string[]): string {
  const folders = paths.map((path) => path.split('/').slice(0, -1))
  const [first = []] = folders
  const differs = first.findIndex((part, index) => folders.some((folder) => folder[index] !== part))
  const common = differs < 0 ? first : first.slice(0, differs)
  return common.length === 0 ? '' : `${common.join('/')}/`
}
