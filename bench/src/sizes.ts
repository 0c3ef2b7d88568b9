import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Results } from './results.js'

/** Minifies and compresses the entries of `.size-limit.js`. */
export async function measureSizes(): Promise<Results['sizes']> {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const program = fileURLToPath(new URL('../node_modules/size-limit/bin.js', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--json'], { cwd })
  const sizes = new Map<string, Results['sizes'][number]>()
  for (const { name, size } of JSON.parse(stdout) as { name: string; size: number }[]) {
    const [, entry = '', how] = /^(.*) (gzip|brotli)$/.exec(name) ?? []
    const known = sizes.get(entry) ?? { name: entry, gzip: 0, brotli: 0 }
    sizes.set(entry, { ...known, [String(how)]: size })
  }
  return [...sizes.values()]
}
