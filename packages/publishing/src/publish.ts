import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Packed } from './pack.js'
import { run } from './run.js'

/**
 * Publishes a tarball, with a statement of where it was built. Does nothing where this version is published already, so that a
 * release that broke off can be run again. `NPM_TOKEN` is used where there is one; npm's trusted publishing needs none.
 */
export async function publish({ manifest, tarball }: Pick<Packed, 'manifest' | 'tarball'>): Promise<void> {
  const cwd = dirname(tarball)
  if (await isPublished(`${manifest.name}@${manifest.version}`, cwd)) return
  const args = ['publish', tarball, '--provenance', '--access', 'public']
  if (process.env.NPM_TOKEN) {
    const registry = (await run('npm', ['config', 'get', 'registry'], { cwd })).trim().replace(/^https?:/, '')
    const config = join(cwd, 'npmrc')
    // npm itself reads the variable: the token is not written down.
    await writeFile(config, `${registry.replace(/\/?$/, '/')}:_authToken=\${NPM_TOKEN}\n`)
    args.push('--userconfig', config)
  }
  await run('npm', args, { cwd })
}

async function isPublished(name: string, cwd: string): Promise<boolean> {
  try {
    return (await run('npm', ['view', name, 'version'], { cwd })).trim() !== ''
  } catch (error) {
    if (String(error).includes('E404')) return false
    throw error
  }
}
