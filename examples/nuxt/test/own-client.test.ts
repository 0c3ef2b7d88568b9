import { fileURLToPath } from 'node:url'
import { functionsFolder } from '@convex-action/example-backend'
import { launch, openPage } from '@convex-action/example-browser'
import { type App, startApp } from '@convex-action/example-ssr'
import {
  createLocalBackend,
  type LocalBackend,
  loadComponents,
  loadModules,
} from '@convex-action/local-backend'
import { beforeAll, expect, test } from 'vitest'

let backend: LocalBackend
let app: App
let browser: Awaited<ReturnType<typeof launch>>

// An app with a client of its own, and with options for all its components.
beforeAll(async () => {
  backend = await createLocalBackend({
    modules: await loadModules(functionsFolder),
    components: await loadComponents(functionsFolder),
  })
  const setup = {
    root: fileURLToPath(new URL('own-client', import.meta.url)),
    build: ['../../node_modules/nuxt/bin/nuxt.mjs', 'build'],
    start: ['.output/server/index.mjs'],
    urlName: 'NUXT_PUBLIC_CONVEX_URL',
  }
  app = await startApp(setup, backend.url)
  browser = await launch()
  process.env.REPORT_STEP_MS = '5'
  return () => Promise.all([browser.close(), app.close(), backend.close()])
})

async function open() {
  const { page, complaints } = await openPage(browser, app.url)
  await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#__nuxt') ?? {}))
  return { page, complaints, press: (name: string) => page.getByRole('button', { name }).click() }
}

test('a plugin’s client and app.vue’s options hold for every page: a call waits for the sign-in, on one connection', async () => {
  const { page, complaints, press } = await open()
  await page.getByText('nothing under way').waitFor()
  await press('Generate')
  await page.getByText('queued').waitFor()
  expect(backend.wire.requests('reports:generate')).toEqual([])
  await press('Sign in')
  await page.getByText('31 days').waitFor()
  const connects = backend.wire.entries.filter(({ message }) => message.type === 'Connect')
  expect(new Set(connects.map(({ message }) => message.sessionId)).size).toBe(1)
  expect(complaints).toEqual([])
})

test('the observer of a plugin counts, and the messages of app.vue are what people read', async () => {
  const { page, press } = await open()
  await press('Sign in')
  backend.faults.on(({ type }, direction) => direction === 'out' && type === 'ActionResponse', 'drop')
  await press('Generate')
  await page.getByText('1 in flight').waitFor()
  backend.faults.kill()
  await page.getByText('Die Verbindung ist weg.').waitFor()
  await page.getByText('0 in flight').waitFor()
  backend.faults.reset()
})

test('an action that is awaited in setup ends in Nuxt’s error page, which says why, and what to do instead', async () => {
  const runs = backend.wire.requests('reports:generate').length
  const answer = await fetch(`${app.url}eager`, { headers: { accept: 'text/html' } })
  expect(answer.status).toBe(500)
  const page = await answer.text()
  expect(page).toContain('There is no Convex client here, as while a server renders the page')
  expect(page).toContain('call it in an event handler or after mounting')
  expect(page).toContain('load data with a query')
  expect(backend.wire.requests('reports:generate')).toHaveLength(runs)
})
