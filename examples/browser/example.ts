import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ExampleBackend, startExampleBackend } from '@convex-action/example-backend'
import type { BrowserContextOptions, Page } from 'playwright'
import { build, createServer, preview } from 'vite'
import { afterAll, beforeAll, beforeEach, inject } from 'vitest'
import { launch, openPage } from './browser.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder below `examples` that is tested. */
    example: string
  }
}

/** What a test works with: what the page talks to, and a browser that opens it. */
export interface Example extends Pick<ExampleBackend, 'backend' | 'services'> {
  /** Opens the page, closed after the test. What the page complains about on its console is in `complaints`. */
  open(options?: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }>
}

type Closing = (() => Promise<unknown>)[]

/**
 * Starts the whole example that the vitest project names, for the tests of a file: services, backend, a real browser,
 * and the page as it is built for that backend.
 *
 * @param options `path`: another page than the first. `isDevelopment`: as the development server has it, not built.
 * `isLocal`: false where the page is not to know that its deployment is on this machine.
 */
export function startExample({ path = '', isDevelopment = false, isLocal = true } = {}): Example {
  const example = {} as Example
  const closing: Closing = []

  beforeAll(async () => {
    const { backend, services, close } = await startExampleBackend({ control: true })
    closing.push(close)

    for (const name of Object.keys(process.env)) if (name.startsWith('VITE_')) delete process.env[name]
    process.env.VITE_CONVEX_URL = backend.url
    if (isLocal) {
      process.env.VITE_LOCAL_CONTROL = '1'
      for (const [name, value] of Object.entries(services.environment)) process.env[`VITE_${name}`] = value
    }

    const root = fileURLToPath(new URL(`../${inject('example')}`, import.meta.url))
    const url = await (isDevelopment ? serveSources : serveBuilt)(root, closing)
    const browser = await launch()
    closing.push(() => browser.close())

    Object.assign(example, {
      backend,
      services,
      open: (options?: BrowserContextOptions) => openPage(browser, url + path, options),
    })
  })

  beforeEach(() => {
    example.backend.faults.reset()
    example.backend.wire.clear()
    for (const part of Object.values(example.services)) if ('clear' in part) part.clear()
    process.env.REPORT_STEP_MS = '5'
  })

  afterAll(async () => {
    for (const close of closing.reverse()) await close()
  })

  return example
}

// A build takes a third of a second, so that each file may have one for the addresses of its own servers.
async function serveBuilt(root: string, closing: Closing): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'example-'))
  closing.push(() => rm(outDir, { recursive: true }))
  // Vitest's `test` would make it a development build.
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  const checks = { pluginTimings: false }
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true, rolldownOptions: { checks } } })
  process.env.NODE_ENV = NODE_ENV
  const server = await preview({ root, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } })
  closing.push(server.close)
  return server.resolvedUrls?.local[0] ?? ''
}

async function serveSources(root: string, closing: Closing): Promise<string> {
  // Others may serve the same sources at the same time.
  const cacheDir = join(root, `node_modules/.vite-${process.pid}`)
  closing.push(() => rm(cacheDir, { recursive: true, force: true }))
  const server = await createServer({
    root,
    cacheDir,
    logLevel: 'warn',
    server: { port: 0, host: '127.0.0.1' },
  })
  closing.push(() => server.close())
  await server.listen()
  return server.resolvedUrls?.local[0] ?? ''
}
