import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { complaintsAbout } from '../src/check.js'
import { relativeLinks, withAddress } from '../src/links.js'
import { type Packed, pack } from '../src/pack.js'
import { publishedPackages, readAddress, root } from '../src/project.js'
import { run } from '../src/run.js'

const address = {
  repository: 'https://example.com/owner/name',
  homepage: 'https://example.com',
  bugs: 'https://example.com/issues',
}

const temporary = () => mkdtemp(join(tmpdir(), 'packed-'))

/** A tarball of these files, as npm packs them. */
async function tarballOf(files: Record<string, string>): Promise<string> {
  const folder = await temporary()
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'package'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'package', name), text)
  const [{ filename }] = JSON.parse(await run('npm', ['pack', '--json', './package'], { cwd: folder }))
  return join(folder, filename)
}

describe('each package as it is published', () => {
  let folder = ''
  let packed: Packed[] = []

  beforeAll(async () => {
    folder = await temporary()
    packed = await pack(folder, address)
  })

  afterAll(() => rm(folder, { recursive: true }))

  test('has a licence, a README whose links work everywhere, and nothing else against it', async () => {
    const complaints = await Promise.all(packed.map(({ tarball }) => complaintsAbout(tarball)))
    expect(complaints.flat()).toEqual([])
  })

  test('says where the project lives, and in which folder', async () => {
    for (const { directory, tarball } of packed) {
      const text = await run('tar', ['-xzOf', tarball, 'package/package.json'], { cwd: '.' })
      expect(JSON.parse(text)).toMatchObject({
        repository: { type: 'git', url: 'git+https://example.com/owner/name.git', directory },
        homepage: 'https://example.com',
        bugs: { url: 'https://example.com/issues' },
      })
      expect(text).not.toMatch(/"(?:devDependencies|scripts)"|workspace:|catalog:/)
    }
  })

  test('is packed from what is built: it holds every file of its `dist` folder', async () => {
    for (const { directory, tarball } of packed) {
      const files = (await run('tar', ['-tzf', tarball], { cwd: '.' })).split('\n')
      const all = await readdir(join(root, directory, 'dist'), { recursive: true, withFileTypes: true })
      expect(all.length).toBeGreaterThan(0)
      expect(files.filter((name) => name.startsWith('package/dist/')).length).toBe(
        all.filter((entry) => entry.isFile()).length,
      )
    }
  })

  test('comes after the packages that it depends on', () => {
    const names = packed.map(({ manifest }) => manifest.name)
    for (const { manifest } of packed)
      for (const name of Object.keys(manifest.dependencies ?? {}).filter((name) => names.includes(name)))
        expect(names.indexOf(name)).toBeLessThan(names.indexOf(manifest.name))
  })
})

test('no package says for itself where the project lives: only the package.json in the root does', async () => {
  for (const { manifest } of await publishedPackages()) {
    for (const name of ['repository', 'homepage', 'bugs']) expect(manifest).not.toHaveProperty(name)
  }
})

test('without an address in the root nothing can be published, and the message says what to add', async () => {
  const project = await temporary()
  onTestFinished(() => rm(project, { recursive: true }))
  const write = (manifest: object) => writeFile(join(project, 'package.json'), JSON.stringify(manifest))
  await write({ homepage: 'https://example.com' })
  await expect(readAddress(project)).rejects.toThrow(
    'The package.json in the root has no `repository`, `bugs`. Add what is missing there, and nowhere else.',
  )
  const repository = { type: 'git', url: 'git+https://example.com/owner/name.git' }
  await write({ repository, homepage: 'https://example.com', bugs: 'https://example.com/issues' })
  expect(await readAddress(project)).toEqual(address)
  await write({
    repository: 'owner/name',
    homepage: 'https://example.com',
    bugs: 'https://example.com/issues',
  })
  await expect(readAddress(project)).rejects.toThrow('Write it as "git+https://')
})

const place = { project: root, directory: 'packages/vue', repository: 'https://example.com/owner/name' }

test('links of a README lead into the repository, pictures too, and other links stay as they are', () => {
  const text = [
    '[file](../../docs/reference.md#fields), [folder](../server), [site](https://vuejs.org), [here](#use)',
    '![scene](../../docs/scene-dark.png) <img src="../../docs/scene-light.png">',
    '`[code](../nowhere.md)`',
  ].join('\n\n')
  const at = 'https://example.com/owner/name'
  expect(withAddress(text, place)).toBe(
    [
      `[file](${at}/blob/HEAD/docs/reference.md#fields), [folder](${at}/tree/HEAD/packages/server), [site](https://vuejs.org), [here](#use)`,
      `![scene](${at}/raw/HEAD/docs/scene-dark.png) <img src="${at}/raw/HEAD/docs/scene-light.png">`,
      '`[code](../nowhere.md)`',
    ].join('\n\n'),
  )
  expect(relativeLinks(withAddress(text, place))).toEqual([])
})

test('a README with a link to a missing file is not packed', () => {
  expect(() => withAddress('[gone](../../docs/gone.md)', place)).toThrow(
    'packages/vue/README.md links to ../../docs/gone.md, which does not exist.',
  )
})

test('a tarball that npm’s users could not install, or whose links are dead, is refused, and the message says why', async () => {
  const manifest = {
    name: 'broken',
    version: '1.0.0',
    dependencies: { '@convex-action/core': 'workspace:^', convex: 'catalog:' },
  }
  const tarball = await tarballOf({
    'package.json': JSON.stringify(manifest),
    'README.md': 'See [the reference](../../docs/reference.md).',
  })
  expect(await complaintsAbout(tarball)).toEqual(
    expect.arrayContaining([
      'broken: There is no LICENSE in it.',
      'broken: It depends on @convex-action/core "workspace:^", which only this workspace understands.',
      'broken: It depends on convex "catalog:", which only this workspace understands.',
      'broken: Its package.json has no `repository`.',
      'broken: Its package.json has no `bugs`.',
      'broken: Its README links to ../../docs/reference.md, which leads nowhere on npm.',
    ]),
  )
})

test('a tarball whose package.json names a file that is not in it is refused', async () => {
  const tarball = await tarballOf({
    'package.json': JSON.stringify({ name: 'broken', version: '1.0.0', main: './dist/index.js' }),
    'README.md': '',
    LICENSE: '',
  })
  expect(await complaintsAbout(tarball)).toContainEqual(expect.stringContaining('does not exist'))
})
