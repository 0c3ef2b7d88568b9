import { convexPlugin, useConvexAction } from '@convex-action/vue'
import { ConvexClient } from 'convex/browser'
import { makeFunctionReference } from 'convex/server'
import { afterEach, expect, test, vi } from 'vitest'
import { type App, createApp, h } from 'vue'
import type { NuxtApp } from '#app'
import { useConvexClient } from '../src/runtime/index.js'
import plugin from '../src/runtime/plugin.js'
import { enter } from './app.js'

const url = 'https://happy-otter-123.convex.cloud'
const clients: ConvexClient[] = []

// The client tells that nothing answers there.
vi.spyOn(console, 'log').mockImplementation(() => {})

afterEach(async () => {
  enter(undefined)
  vi.unstubAllGlobals()
  for (const client of clients.splice(0)) await client.close()
})

/** An app as Nuxt makes it: the module's plugin, then the app's own, then the components. */
async function start(convexUrl: string, own: (app: App) => void = () => {}) {
  const created: ((app: App) => void)[] = []
  const vueApp = createApp(() => h('p'))
  const nuxtApp = {
    vueApp,
    $config: { public: { convex: { url: convexUrl } } },
    hook: (_: string, listener: (app: App) => void) => created.push(listener),
  } as unknown as NuxtApp
  enter(nuxtApp)
  await (plugin as unknown as { setup(app: NuxtApp): unknown }).setup(nuxtApp)
  vueApp.runWithContext(() => own(vueApp))
  for (const listener of created) listener(vueApp)
  return { vueApp, clientOfComponents: () => vueApp.runWithContext(() => kept(useConvexClient())) }
}

function kept(client: ConvexClient): ConvexClient {
  if (!clients.includes(client)) clients.push(client)
  return client
}

test('components get a client for the URL of the runtime configuration, the same for all', async () => {
  const { clientOfComponents } = await start(url)
  const client = clientOfComponents()
  expect(client).toBeInstanceOf(ConvexClient)
  expect(client.client.url).toBe(url)
  expect(clientOfComponents()).toBe(client)
})

test('a plugin of the app has the client that components will get, so that it can set a token', async () => {
  let early: ConvexClient | undefined
  const { clientOfComponents } = await start(url, () => {
    early = kept(useConvexClient())
  })
  expect(clientOfComponents()).toBe(early)
})

test('the client of a plugin of the app is taken, and no URL is needed', async () => {
  const client = kept(new ConvexClient(url))
  const { clientOfComponents } = await start('', (app) => app.use(convexPlugin, { client }))
  expect(clientOfComponents()).toBe(client)
})

test('an app that never runs an action makes no client, and needs no URL', async () => {
  await expect(start('')).resolves.toBeDefined()
})

test('without a URL the first component that needs the client throws, and says what to set and where', async () => {
  vi.stubGlobal('window', globalThis)
  const { vueApp, clientOfComponents } = await start('')
  const said = /NUXT_PUBLIC_CONVEX_URL where the server starts.*\.env.*convex\.url in nuxt\.config\.ts/s
  expect(clientOfComponents).toThrow(said)
  expect(() =>
    vueApp.runWithContext(() => useConvexAction(makeFunctionReference<'action'>('reports:generate'))),
  ).toThrow(said)
})
