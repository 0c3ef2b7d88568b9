import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { apps } from '../apps/cases.js'
import { quickManager } from '../apps/managers.js'
import { typeCases } from '../apps/types.js'
import { publishedPackages, root } from '../src/project.js'

const folder = join(root, 'packages/publishing/apps')

test('every entry of every package is used in the files that all versions of TypeScript check', async () => {
  const files = (await readdir(join(folder, 'types'))).map((name) =>
    readFile(join(folder, 'types', name), 'utf8'),
  )
  const text = (await Promise.all(files)).join('\n')
  for (const { directory, manifest } of await publishedPackages()) {
    // Its types are those of Nuxt, which writes them for each app: the app in `examples/nuxt` checks them.
    if (directory === 'packages/nuxt') continue
    const { exports } = JSON.parse(await readFile(join(root, directory, 'package.json'), 'utf8'))
    const entries = Object.keys(exports).filter((entry) => entry !== './package.json')
    for (const entry of entries) expect(text).toContain(`from '${manifest.name}${entry.slice(1)}'`)
  }
})

test('every package is installed by an app, every template exists, and every version is known', async () => {
  const installed = new Set(apps.flatMap(({ ours }) => ours.map((name) => `packages/${name}`)))
  const packages = (await publishedPackages()).map(({ directory }) => directory)
  // The core comes with each adapter.
  expect([...installed, 'packages/core'].sort()).toEqual(expect.arrayContaining(packages))
  for (const { templates, dependencies } of apps) {
    expect(templates.filter((name) => !existsSync(join(folder, name)))).toEqual([])
    expect(Object.values(dependencies).filter((version) => !/^\S+$/.test(version ?? ''))).toEqual([])
  }
})

test('a quick run tries every app, every package manager, and the lowest and the highest TypeScript', () => {
  expect(new Set(apps.map((_, index) => quickManager(index)))).toEqual(new Set(['npm', 'pnpm', 'yarn']))
  expect(new Set(typeCases(true).map(({ version }) => version))).toEqual(new Set(['5.4', '7']))
  expect(typeCases(false).length).toBe(12)
})
