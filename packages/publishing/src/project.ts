import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of this repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** What is read of a package.json. */
export interface Manifest {
  name: string
  version: string
  private?: boolean
  repository?: string | { type?: string; url: string; directory?: string }
  homepage?: string
  bugs?: string | { url: string }
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

/** A package that is published. */
export interface Package {
  /** Such as `packages/vue`. */
  directory: string
  manifest: Manifest
}

/** Where the project lives: what the package.json in the root says, and no other one. */
export interface Address {
  /** Such as `https://github.com/owner/name`. */
  repository: string
  homepage: string
  bugs: string
}

export const readManifest = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))

/** The packages that are published. A package comes after the packages that it depends on. */
export async function publishedPackages(project = root): Promise<Package[]> {
  const names = await readdir(join(project, 'packages'))
  const read = names.sort().map(async (name) => {
    const directory = `packages/${name}`
    // A folder may be left over from another branch.
    const manifest = await readManifest(join(project, directory)).catch(() => undefined)
    return manifest && !manifest.private ? [{ directory, manifest }] : []
  })
  return inOrder((await Promise.all(read)).flat())
}

function inOrder(packages: Package[]): Package[] {
  const ordered: Package[] = []
  const add = (next: Package) => {
    if (ordered.includes(next)) return
    const needed = packages.filter(({ manifest }) => manifest.name in (next.manifest.dependencies ?? {}))
    needed.forEach(add)
    ordered.push(next)
  }
  packages.forEach(add)
  return ordered
}

const example = `  "repository": { "type": "git", "url": "git+https://github.com/OWNER/NAME.git" },
  "homepage": "https://github.com/OWNER/NAME#readme",
  "bugs": "https://github.com/OWNER/NAME/issues",`

/**
 * Where the project lives.
 *
 * @throws when the package.json in the root does not say it, with what to add
 */
export async function readAddress(project = root): Promise<Address> {
  const { repository, homepage, bugs } = await readManifest(project)
  const said = { repository, homepage, bugs }
  const missing = Object.entries(said).flatMap(([name, value]) => (value ? [] : [`\`${name}\``]))
  if (!repository || !homepage || !bugs) {
    throw new Error(
      `The package.json in the root has no ${missing.join(', ')}. Add what is missing there, and nowhere else. ` +
        `Each published package gets it from there. For example:\n${example}`,
    )
  }
  const url = typeof repository === 'string' ? repository : repository.url
  const address = url.replace(/^git\+/, '').replace(/\.git$/, '')
  if (!/^https:\/\/[^/]+\/.+/.test(address)) {
    throw new Error(`\`repository\` in the root's package.json is "${url}". Write it as "git+https://…".`)
  }
  return { repository: address, homepage, bugs: typeof bugs === 'string' ? bugs : bugs.url }
}
