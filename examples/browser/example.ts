import { type ExampleBackend, startExampleBackend } from '@convex-action/example-backend'
import type { Browser, Page } from 'playwright'
import { afterEach, beforeEach, describe, inject } from 'vitest'
import { frameworks } from '../shared/frameworks.js'
import { type Environment, launch, openPage, type PageOptions } from './browser.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folders below `examples` whose pages are opened. */
    examples: string[]
    /** Where each of them is served, as built for production. */
    pages: Record<string, string>
  }
}

export { frameworks as screens }

/**
 * `isLocal`: false where the page is not to know that its deployment is on this machine. `url`: where it is served, if not as
 * built for production.
 */
export type OpenOptions = Omit<PageOptions, 'environment'> & { isLocal?: boolean; url?: string }

/** What a test works with. The backend and the services are its own. */
export interface Example extends Pick<ExampleBackend, 'backend' | 'services'> {
  /** Its folder below `examples`. */
  name: string
  /** Opens the page, which is left after the test. All that is written to its console is in `complaints`. */
  open(options?: OpenOptions): Promise<{ page: Page; complaints: string[] }>
}

let browser: Promise<Browser> | undefined
/** One for all tests of a worker, which ends it when it ends. */
function ownBrowser(): Promise<Browser> {
  browser ??= launch()
  return browser
}

/** Gives each test of a file or a `describe` an example with a backend and services of its own. `path`: its page. */
export function startExample(name: string, path = ''): Example {
  const example = { name } as Example
  let close: () => Promise<void>

  beforeEach(async () => {
    const { backend, services, ...started } = await startExampleBackend({ control: true })
    close = started.close
    process.env.REPORT_STEP_MS = '5'
    Object.assign(example, {
      backend,
      services,
      open: async ({ isLocal = true, url, ...options }: OpenOptions = {}) => {
        const environment: Environment = { VITE_CONVEX_URL: backend.url }
        if (isLocal) {
          environment.VITE_LOCAL_CONTROL = '1'
          for (const [name, value] of Object.entries(services.environment))
            environment[`VITE_${name}`] = value
        }
        return openPage(await ownBrowser(), url ?? inject('pages')[name] + path, { ...options, environment })
      },
    })
  })

  afterEach(async () => {
    // What still runs would find the services of the next test.
    await example.backend.settled()
    await close()
  })

  return example
}

/** Defines the same tests for each of the screens. `EXAMPLE` chooses one of them. */
export function onEachScreen(define: (example: Example) => void): void {
  for (const name of frameworks.filter((name) => inject('examples').includes(name))) {
    describe(name, () => define(startExample(name)))
  }
}
