import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type ActionStore, createActionStore } from '@convex-action/core'
import { createFakeClient } from '@convex-action/core/testing'
import { startExampleBackend } from '@convex-action/example-backend'
import { api } from '@convex-action/example-backend/api'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launch, openPage } from '../../browser.js'
import { screens } from '../../example.js'
import { objections } from '../../objections.js'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

const phone = { viewport: { width: 390, height: 844 } }
const desktop = { viewport: { width: 1280, height: 900 } }

const script = ['--import', 'tsx', 'scripts/demo.ts']

interface DemoOptions {
  port?: string
  CONVEX_URL?: string
  program?: string
  /** What the program, Node by default, is to run. */
  command?: string[]
}

/** Runs what `npm run demo` runs, until it tells the address that it can be opened at. */
async function startDemo({
  port = '0',
  program = process.execPath,
  command = script,
  ...environment
}: DemoOptions = {}) {
  const { VITE_CONVEX_URL, CONVEX_URL, NODE_ENV, ...inherited } = process.env
  const demo = spawn(program, [...command, '--port', port], {
    cwd: root,
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that what it leaves running can be ended.
    detached: command !== script,
  })
  const lines: string[] = []
  for await (const line of createInterface(demo.stdout)) {
    lines.push(line)
    const url = /Open +(http\S+)/.exec(line)?.[1]
    if (url) return { demo, url, said: lines.join('\n') }
  }
  throw new Error('The demo ended before it could be opened.')
}

/** Ends whatever a demo has left running. */
function endGroup({ pid }: ChildProcess): void {
  try {
    process.kill(-(pid ?? 0), 'SIGKILL')
  } catch {
    // Nothing is left.
  }
}

async function stop(demo: ChildProcess): Promise<unknown> {
  demo.kill()
  const [code] = await once(demo, 'exit')
  return code
}

let browser: Browser
let demo: ChildProcess
let start: string

beforeAll(async () => {
  browser = await launch()
  const started = await startDemo()
  demo = started.demo
  start = started.url
})

afterAll(async () => {
  if (demo) await stop(demo)
  await browser?.close()
})

test('the start page leads to every example, and each does what it shows', async () => {
  const { page, complaints } = await openPage(browser, start)
  const links = page.getByRole('heading', { level: 2 }).getByRole('link')
  const found: string[] = []
  for (const link of await links.all()) {
    const path = (await link.getAttribute('href')) ?? ''
    await link.click()
    await page.waitForURL(`**${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    const name = path.replaceAll('/', '')
    found.push(name)
    if (screens.includes(name)) {
      await page.getByText('Connected', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Send e-mail' }).click()
      await page.getByText('Sent to ada@example.com.').waitFor()
      await page.getByRole('button', { name: 'Pay', exact: true }).click()
      await page.getByText('The payment service was asked once.').waitFor()
    }
    await page.goto(start)
  }
  expect(found).toEqual(['gallery', ...screens])
  expect(complaints).toEqual([])
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
  const { page } = await openPage(browser, `${start}vanilla/`, { javaScriptEnabled: false })
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

test('the start page leads to the components of the documentation', async () => {
  const { page, complaints } = await openPage(browser, start)
  await page.getByRole('link', { name: 'the components of the documentation' }).click()
  await page.getByRole('button', { name: 'Send Email' }).click()
  await page.getByText('Email sent!').waitFor()
  expect(complaints).toEqual([])
})

test.each([
  { path: '', heading: 'Convex actions, and the truth about each' },
  { path: 'success', heading: 'Thank you' },
  { path: 'cancel', heading: 'Not paid' },
])('everybody can read the page at /$path', async ({ path, heading }) => {
  for (const options of [phone, { ...desktop, colorScheme: 'dark' } as const]) {
    const { page, complaints } = await openPage(browser, start + path, options)
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
    expect(await objections(page)).toEqual([])
    expect(complaints).toEqual([])
  }
})

test('with CONVEX_URL the examples use that deployment; a port that is taken is left alone', async () => {
  const { backend, services, close } = await startExampleBackend()
  onTestFinished(close)
  const { port } = new URL(start)
  const { demo, url, said } = await startDemo({ port, CONVEX_URL: backend.url })
  onTestFinished(() => void demo.kill())
  expect(new URL(url).port).not.toBe(port)
  expect(said).toContain(`${port} is taken by another program: the demo uses ${new URL(url).port}`)
  const { page } = await openPage(browser, url)
  await page.getByText(backend.url).waitFor()
  await page.getByRole('link', { name: 'Vue' }).click()
  await page.getByText('This is a real deployment').waitFor()
  await page.getByRole('button', { name: 'Send e-mail' }).click()
  await page.getByText('Sent to ada@example.com.').waitFor()
  expect(services.email.received).toHaveLength(1)
  expect(await stop(demo)).toBe(0)
})

test.each([
  { program: 'npm', command: ['run', 'demo', '--'] },
  { program: process.execPath, command: ['scripts/run.mjs', 'demo'] },
])('SIGTERM to $program $command ends the demo, and its port is free', { timeout: 240_000 }, async (of) => {
  const { demo, url } = await startDemo(of)
  onTestFinished(() => endGroup(demo))
  expect((await fetch(url)).status).toBe(200)
  await stop(demo)
  const isFree = () =>
    fetch(url).then(
      () => false,
      () => true,
    )
  await expect.poll(isFree).toBe(true)
})

test.each([
  { args: ['--help'], status: 0, says: /^Starts the examples.*npm run demo.*--port <number>/s },
  {
    args: ['--port', 'abc'],
    status: 1,
    says: /^--port takes a whole number from 0 to 65535, not "abc"\.\n$/,
  },
  {
    args: ['--prot', '1'],
    status: 1,
    says: /^The demo takes only --port <number> and --help, not "--prot 1"\.\n$/,
  },
])('the demo with $args says one plain thing, and starts nothing', ({ args, status, says }) => {
  for (const command of [['scripts/run.mjs', 'demo'], script]) {
    const ended = spawnSync(process.execPath, [...command, ...args], { cwd: root, encoding: 'utf8' })
    expect(ended.stdout + ended.stderr).toMatch(says)
    expect(ended.status).toBe(status)
  }
})
