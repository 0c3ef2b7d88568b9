import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withAddress } from './links.js'
import { type Address, type Manifest, type Package, publishedPackages, root } from './project.js'
import { run } from './run.js'

/** A package, packed as it is published. */
export interface Packed extends Package {
  /** The path of the tarball. */
  tarball: string
  /** Its package.json. */
  manifest: Manifest
}

/** What a package is packed with before the project has an address. */
export const noAddress: Address = {
  repository: 'https://example.com/owner/name',
  homepage: 'https://example.com',
  bugs: 'https://example.com/issues',
}

/**
 * Packs what is built, as it is published: with the address of the project, with links that work elsewhere, and without what only
 * its developers need.
 *
 * @param folder Where the tarballs are to be.
 */
export async function pack(folder: string, address = noAddress, project = root): Promise<Packed[]> {
  const packages = await publishedPackages(project)
  return Promise.all(packages.map((each) => packOne(each, folder, address, project)))
}

async function packOne({ directory }: Package, folder: string, address: Address, project: string) {
  const home = join(folder, directory)
  await mkdir(home, { recursive: true })
  // pnpm puts versions where `workspace:` and `catalog:` stand, and adds the licence.
  const packed = join(home, 'packed.tgz')
  await run('pnpm', ['pack', '--config.ignore-scripts=true', '--out', packed], {
    cwd: join(project, directory),
  })
  await run('tar', ['-xzf', 'packed.tgz'], { cwd: home })

  const staged = join(home, 'package')
  const { devDependencies, scripts, ...rest } = JSON.parse(
    await readFile(join(staged, 'package.json'), 'utf8'),
  ) as Manifest
  const { repository, homepage, bugs } = address
  const manifest: Manifest = {
    ...rest,
    repository: { type: 'git', url: `git+${repository}.git`, directory },
    homepage,
    bugs: { url: bugs },
  }
  await writeFile(join(staged, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  const readme = await readFile(join(staged, 'README.md'), 'utf8')
  await writeFile(join(staged, 'README.md'), withAddress(readme, { project, directory, repository }))

  const [{ filename }] = JSON.parse(
    await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', '.', './package'], {
      cwd: home,
    }),
  )
  return { directory, manifest, tarball: join(home, filename) }
}
