import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { functionsFolder, type Services, startServices } from '@convex-action/example-backend'
import { createLocalBackend, type LocalBackend, loadModules } from '@convex-action/local-backend'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { build, createServer, preview } from 'vite'
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What a test works with: the page's address, what it talks to, and a browser. */
interface Example {
  backend: LocalBackend
  services: Services
  /** Opens the page, closed after the test. What the page complains about on its console is in `complaints`. */
  open(options?: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }>
}

/**
 * Starts the whole example on this machine for the tests of a file: services, backend, the page as it is built for that
 * backend (or, with `isDevelopment`, as the development server has it), and a real browser.
 */
export function startExample({ isDevelopment = false, isLocal = true } = {}): Example {
  const example = {} as Example
  const closing: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    const services = await startServices()
    const backend = await createLocalBackend({ modules: await loadModules(functionsFolder), control: true })
    closing.push(backend.close, services.close)
    Object.assign(process.env, services.environment, { VITE_CONVEX_URL: backend.url })
    delete process.env.VITE_LOCAL_CONTROL
    delete process.env.VITE_PAYMENT_SERVICE_URL
    if (isLocal) {
      Object.assign(process.env, {
        VITE_LOCAL_CONTROL: '1',
        VITE_PAYMENT_SERVICE_URL: services.payment.url,
      })
    }

    const url = await (isDevelopment ? serveSources : serveBuilt)(closing)
    const browser = await launch()
    closing.push(() => browser.close())

    Object.assign(example, { backend, services, open: openPage.bind(null, browser, url) })
  })

  beforeEach(() => {
    example.backend.faults.reset()
    example.backend.wire.clear()
    example.services.email.clear()
    example.services.payment.clear()
    process.env.REPORT_STEP_MS = '5'
  })

  afterAll(async () => {
    for (const close of closing.reverse()) await close()
  })

  return example
}

async function serveBuilt(closing: (() => Promise<unknown>)[]): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'example-vue-'))
  closing.push(() => rm(outDir, { recursive: true }))
  // Vitest's `test` would make it a development build.
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } })
  process.env.NODE_ENV = NODE_ENV
  const server = await preview({ root, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } })
  closing.push(server.close)
  return server.resolvedUrls?.local[0] ?? ''
}

async function serveSources(closing: (() => Promise<unknown>)[]): Promise<string> {
  const server = await createServer({ root, logLevel: 'warn', server: { port: 0, host: '127.0.0.1' } })
  closing.push(() => server.close())
  await server.listen()
  return server.resolvedUrls?.local[0] ?? ''
}

function launch(): Promise<Browser> {
  const own = chromium.executablePath()
  return chromium.launch({
    executablePath: process.env.CHROME_PATH ?? (existsSync(own) ? own : '/usr/bin/chromium'),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options)
  onTestFinished(() => context.close())
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  await page.goto(url)
  return { page, complaints }
}
