import { type ChildProcess, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type ActionStore, createActionStore } from '@convex-action/core'
import { createFakeClient } from '@convex-action/core/testing'
import { startExampleBackend } from '@convex-action/example-backend'
import { api } from '@convex-action/example-backend/api'
import type { Browser, Locator } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launch, openPage } from '../../browser.js'
import { endGroup, expectEnd, isGroupOver, node, npm, root, startDemo } from '../../demo.js'
import { screens } from '../../example.js'
import { objections } from '../../objections.js'
import { answerOf, cards, goToButton, read } from '../cards.js'
import { card as find, shows, tells } from '../screen.js'

const phone = { viewport: { width: 390, height: 844 } }
const desktop = { viewport: { width: 1280, height: 900 } }

let browser: Browser
let demo: ChildProcess
let start: string

beforeAll(async () => {
  browser = await launch()
  const started = await startDemo(npm)
  demo = started.demo
  start = started.url
})

afterAll(async () => {
  if (demo) endGroup(demo)
  await browser?.close()
})

test('the start page leads to the gallery and to every example', async () => {
  const { page, complaints } = await openPage(browser, start)
  const links = page.getByRole('heading', { level: 2 }).getByRole('link')
  expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual(
    ['gallery', ...screens].map((name) => `/${name}/`),
  )
  await page.getByText('Start the demo with npm run demo -- --apps.').waitFor()
  await page.getByRole('heading', { name: 'Gallery' }).click()
  await page.getByText('Connected', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Run' }).click()
  await page.locator('.outcome').getByText('Paid.', { exact: true }).waitFor()
  await page.goto(start)
  await page.getByRole('heading', { name: 'Plain TypeScript' }).click()
  await shows(find(page, 'Connection'), 'Connected')
  expect(complaints).toEqual([])
})

// A page without a framework is the same in development, and its cards are walked over as it is built.
const frameworks = screens.filter((name) => name !== 'vanilla')

test.each(frameworks)('neither %s nor the browser has anything to warn about, in any card', async (name) => {
  const { page, complaints } = await openPage(browser, start)
  // By the header of another page.
  await page.goto(`${start}vanilla/`)
  const header = page.getByRole('navigation', { name: 'Demo' })
  await header.locator(`a[href="/${name}/"]`).click()
  await shows(find(page, 'Connection'), 'Connected')
  expect(
    await header.locator('li a').evaluateAll((all) => all.map((link) => link.getAttribute('href'))),
  ).toEqual(['gallery', ...screens, 'docs'].map((name) => `/${name}/`))
  const current = header.locator('[aria-current=page]')
  expect(await header.locator('p').textContent()).toBe(`convex-action with ${await current.textContent()}`)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  await press('Send e-mail')
  await tells(find(page, 'Send an e-mail'), 'Sent to ada@example.com.')
  await press('Generate report')
  await tells(find(page, 'Generate a report'), 'The report for January is ready: 31 days.')
  await press('Pay')
  await tells(find(page, 'Pay'), 'The payment service was asked once.')
  for (const card of cards) {
    const where = find(page, card.name)
    await goToButton(where, card)
    await page.keyboard.press('Enter')
    // The one before has paid the first order, and the last order is refused.
    const answer =
      card.name === 'Pay an order' ? /^Paid\. Transaction|^Your card was declined\.$/ : answerOf(card)
    await expect.poll(() => read(where), { timeout: 20_000, message: card.name }).toMatch(answer)
  }
  expect(complaints).toEqual([])
})

test('every link of the landing page leads to something, and there is a link to every document', async () => {
  const { page } = await openPage(browser, start)
  const links = await page
    .locator('a')
    .evaluateAll((links) =>
      links.map((link) => (link as HTMLAnchorElement).href).filter((href) => href.startsWith(origin)),
    )
  // The tests of the documentation look at its pages. Here it would be built first.
  const isDocument = (href: string) => href.startsWith(`${start}docs/`)
  const all = ['docs', 'docs/start', 'docs/guides', 'docs/coming-from'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md') && name !== 'index.md')
      .map((name) => `${start}${folder}/${name.replace('.md', '.html')}`),
  )
  expect(new Set(links.filter(isDocument))).toEqual(new Set([`${start}docs/`, ...all]))
  for (const href of links.filter((href) => !isDocument(href)))
    expect((await fetch(href, { headers: { accept: 'text/html' } })).status, href).toBe(200)
})

test('the start page’s line of plain TypeScript runs as written', async () => {
  const { page } = await openPage(browser, start)
  const card = page.getByRole('listitem').filter({ hasText: 'Plain TypeScript' })
  const line = await card.locator('.snippet').textContent()
  const client = createFakeClient()
  const makeStore = new Function('createActionStore', 'api', 'client', `return ${line}`)
  const store: ActionStore<typeof api.emails.send> = makeStore(createActionStore, api, client)
  const sent = store.execute({ to: 'ada@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' })
  client.resolve(api.emails.send, { messageId: 'message-1' })
  expect(await sent).toEqual({ messageId: 'message-1' })
})

test('the page without a framework has its style before its script runs', async () => {
  const { page } = await openPage(browser, `${start}vanilla/`, { context: { javaScriptEnabled: false } })
  const { radius, background } = await page
    .locator('.card')
    .first()
    .evaluate((card) => {
      const { borderRadius: radius, backgroundColor: background } = getComputedStyle(card)
      return { radius, background }
    })
  expect(radius).toBe('16px')
  expect(background).toBe('rgb(255, 255, 255)')
})

test('the start page leads to the components of the documentation, and Vue has nothing to warn about', async () => {
  const { page, complaints } = await openPage(browser, start)
  await page.getByRole('link', { name: 'the components of the documentation' }).click()
  await page.getByRole('button', { name: 'Send Email' }).click()
  await page.getByText('Email sent!').waitFor()
  await page.getByRole('button', { name: 'Generate Report' }).click()
  await page.getByText('Report ready!').waitFor()
  await page.getByPlaceholder('Describe an image...').fill('A lighthouse')
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await page.getByRole('img', { name: 'Generated image' }).waitFor()
  const buffer = Buffer.from('one two')
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer })
  await page.getByText('Processed! Result:').waitFor()
  await page.getByRole('button', { name: 'Purchase' }).click()
  await page.getByText('Order saved!').waitFor()
  expect(complaints).toEqual([])
})

test.each([
  { path: '', heading: 'Did it run? Your page can find out.' },
  { path: 'success', heading: 'Thank you' },
  { path: 'cancel', heading: 'Not paid' },
])('everybody can read the page at /$path', async ({ path, heading }) => {
  const { page, complaints } = await openPage(browser, start + path, phone)
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
  expect(await objections(page)).toEqual([])
  await page.setViewportSize(desktop.viewport)
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await objections(page)).toEqual([])
  expect(complaints).toEqual([])
})

test('with CONVEX_URL the examples use that deployment; a port that is taken is left alone', async () => {
  const { backend, services, close } = await startExampleBackend()
  onTestFinished(close)
  const { port } = new URL(start)
  const { demo, url, said } = await startDemo(node, {
    args: ['--port', port],
    environment: { CONVEX_URL: backend.url },
  })
  onTestFinished(() => endGroup(demo))
  expect(new URL(url).port).not.toBe(port)
  expect(said).toContain(`${port} is taken by another program: the demo uses ${new URL(url).port}`)
  const { page, complaints } = await openPage(browser, url)
  await page.getByText(backend.url).waitFor()
  await page.getByRole('heading', { name: 'Vue' }).click()
  await page.getByText('This page cannot disturb its deployment').waitFor()
  await page.getByRole('button', { name: 'Send e-mail' }).click()
  await page.getByText('Sent to ada@example.com.').waitFor()

  await page.goto(`${url}gallery/#emails.send`)
  await page.getByText('This page cannot disturb its deployment').waitFor()
  expect(await page.getByRole('checkbox').count()).toBe(0)
  expect(await page.getByRole('radio').count()).toBe(0)
  await page.getByRole('button', { name: 'Run' }).click()
  await page.locator('.outcome').getByText('Sent.', { exact: true }).waitFor()
  await page.getByText('Only the local backend tells what crosses the wire').waitFor()
  expect(services.email.received).toHaveLength(2)
  expect(complaints).toEqual([])
  await expectEnd(demo, url)
})

test.each([
  { args: ['--help'], status: 0, says: /^Starts the examples.*npm run demo.*--apps .*--port <number>/s },
  {
    args: ['--port', 'abc'],
    status: 1,
    says: /^--port takes a whole number from 0 to 65535, not "abc"\.\n$/,
  },
  {
    args: ['--prot', '1'],
    status: 1,
    says: /^The demo takes only --apps, --port <number> and --help, not "--prot 1"\.\n$/,
  },
])('the demo with $args says one plain thing, and starts nothing', ({ args, status, says }) => {
  const ended = spawnSync(node.program, [...node.command, ...args], { cwd: root, encoding: 'utf8' })
  expect(ended.stdout + ended.stderr).toMatch(says)
  expect(ended.status).toBe(status)
})

test('with --apps every page leads to the apps, and says that they are being built; SIGTERM ends what builds them', async () => {
  const { demo, url } = await startDemo(node, { args: ['--apps'], until: /Nuxt +is being built \(1 of 3\)/ })
  onTestFinished(() => endGroup(demo))
  const { page } = await openPage(browser, url)
  const apps = ['nuxt', 'next', 'sveltekit'].map((name) => `/${name}/`)
  const linksIn = (where: Locator) =>
    where.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  expect(await linksIn(page.getByRole('listitem').filter({ hasText: 'The server sends it' }))).toEqual(apps)
  expect(await linksIn(page.getByRole('navigation', { name: 'Demo' }))).toEqual(expect.arrayContaining(apps))
  await page.getByRole('navigation', { name: 'Demo' }).getByRole('link', { name: 'SvelteKit' }).click()
  await page.getByRole('heading', { name: 'SvelteKit is being built', level: 1 }).waitFor()
  expect(await objections(page)).toEqual([])
  await expectEnd(demo, url)
  await expect.poll(() => isGroupOver(demo)).toBe(true)
})

// The last: it ends what the other tests open.
test('SIGTERM to npm run demo ends it, and its port is free', async () => {
  await expectEnd(demo, start)
})
