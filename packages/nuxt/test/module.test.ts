import { fileURLToPath } from 'node:url'
import * as vue from '@convex-action/vue'
import { loadNuxt, resolveAlias } from '@nuxt/kit'
import type { NuxtConfig } from 'nuxt/schema'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import module, { type ModuleOptions } from '../src/module.js'

const folderOf = (name: string) => fileURLToPath(new URL(`apps/${name}`, import.meta.url))

const closing: (() => Promise<void>)[] = []

beforeEach(() => {
  vi.stubEnv('CONVEX_URL', undefined)
  vi.stubEnv('NUXT_PUBLIC_CONVEX_URL', undefined)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const close of closing.splice(0)) await close()
})

/** What an app is after the module has looked at it: `name` is its folder, `convex` what its configuration says. */
async function appOf(name: string, convex: ModuleOptions = {}, runtimeConfig = {}) {
  // Nuxt knows the key `convex` in apps only: it reads it from the types that it makes for them.
  const own: object = { convex, runtimeConfig }
  const overrides: NuxtConfig = { ...own, modules: [module], telemetry: false }
  const nuxt = await loadNuxt({ cwd: folderOf(name), overrides })
  closing.push(nuxt.close)
  const imports: { name: string; from: string }[] = []
  await nuxt.callHook('imports:extend', imports)
  return {
    imports,
    url: (nuxt.options.runtimeConfig.public.convex as { url: string }).url,
    pathOf: (path: string) => resolveAlias(path, nuxt.options.alias),
    plugins: nuxt.options.plugins,
  }
}

test('a component needs no import for anything that @convex-action/vue exports', async () => {
  const { imports } = await appOf('bare')
  expect(imports.map(({ name }) => name).sort()).toEqual(Object.keys(vue).sort())
})

test('the plugin is for browsers only: a server has no client', async () => {
  const { plugins } = await appOf('bare')
  const own = plugins.map((plugin) => (typeof plugin === 'string' ? { src: plugin, mode: 'all' } : plugin))
  expect(own.filter(({ src }) => src.includes('nuxt/src/runtime/')).map(({ mode }) => mode)).toEqual([
    'client',
  ])
})

test('an app without a URL can be built, and its server is told the URL when it starts', async () => {
  expect((await appOf('bare')).url).toBe('')
})

test('the URL is that of the configuration', async () => {
  expect((await appOf('bare', { url: 'https://one.convex.cloud' })).url).toBe('https://one.convex.cloud')
})

test('the URL of the runtime configuration wins', async () => {
  const runtimeConfig = { public: { convex: { url: 'https://two.convex.cloud' } } }
  const { url } = await appOf('bare', { url: 'https://one.convex.cloud' }, runtimeConfig)
  expect(url).toBe('https://two.convex.cloud')
})

test('the URL that the Convex CLI sets for a build is taken where the configuration has none', async () => {
  vi.stubEnv('CONVEX_URL', 'https://cli.convex.cloud')
  expect((await appOf('bare')).url).toBe('https://cli.convex.cloud')
  expect((await appOf('bare', { url: 'https://one.convex.cloud' })).url).toBe('https://one.convex.cloud')
})

test('api is imported from the folder convex, to which ~/convex and ~~/convex lead', async () => {
  const { imports, pathOf } = await appOf('functions')
  const api = `${folderOf('functions')}/convex/_generated/api`
  expect(imports.find(({ name }) => name === 'api')?.from).toBe(api)
  expect(pathOf('~/convex/_generated/api')).toBe(api)
  expect(pathOf('~~/convex/_generated/api')).toBe(api)
})

test('the folder of the functions can be another one', async () => {
  const { imports, pathOf } = await appOf('bare', { dir: '../functions/convex' })
  const api = `${folderOf('functions')}/convex/_generated/api`
  expect(imports.find(({ name }) => name === 'api')?.from).toBe(api)
  expect(pathOf('~/convex/_generated/api')).toBe(api)
  expect(pathOf('~~/convex/_generated/api')).toBe(api)
})

test('an app that has a folder app/convex of its own keeps it as ~/convex', async () => {
  const { pathOf } = await appOf('own-folder')
  expect(pathOf('~/convex/greeting')).toBe(`${folderOf('own-folder')}/app/convex/greeting`)
  expect(pathOf('~~/convex/_generated/api')).toBe(`${folderOf('own-folder')}/convex/_generated/api`)
})

test('an app without Convex functions has no api', async () => {
  const { imports, pathOf } = await appOf('bare')
  expect(imports.map(({ name }) => name)).not.toContain('api')
  expect(pathOf('~/convex')).toBe(`${folderOf('bare')}/app/convex`)
})
