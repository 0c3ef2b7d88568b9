import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContextOptions, ConsoleMessage, Page, ViewportSize } from 'playwright'
import { onTestFinished } from 'vitest'

export { launch } from './launch.js'

const desktop = { width: 1280, height: 720 }

/** What a page gets to know when it loads, in place of Vite's `import.meta.env`. */
export type Environment = Record<string, string>

/** What a page may be opened with. */
export interface PageOptions {
  environment?: Environment
  viewport?: ViewportSize
  /** For a context of its own, which is closed after the test. Without, the page opens in a tab that tests share. */
  context?: BrowserContextOptions
}

/** For each browser the tab that the last test left clean: to open another costs twice as much as to load a page. */
const tabs = new WeakMap<Browser, Page>()

/** What tools write in development, whatever the page does. */
const isOfTools = (text: string) => /^\[vite\]|React DevTools/.test(text)

/** Opens a page, which is left after the test. All that is written to its console is in `complaints`. */
export async function openPage(
  browser: Browser,
  url: string,
  { environment, viewport, context: own }: PageOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const page = (own ? undefined : tabs.get(browser)) ?? (await openTab(browser, own))
  if (!own) tabs.delete(browser)
  const script = await page.context().addInitScript(begin, { environment, test: randomUUID() })
  const complaints: string[] = []
  const onError = (error: Error) => complaints.push(String(error))
  const onConsole = (message: ConsoleMessage) => {
    if (!isOfTools(message.text())) complaints.push(message.text())
  }
  page.on('pageerror', onError).on('console', onConsole)
  onTestFinished(async ({ task }) => {
    // A test that failed may have left anything behind.
    if (own || tabs.has(browser) || task.result?.state === 'fail') return page.context().close()
    page.off('pageerror', onError).off('console', onConsole)
    await script.dispose()
    await leave(page)
    tabs.set(browser, page)
  })
  if (viewport) await page.setViewportSize(viewport)
  await page.goto(url)
  return { page, complaints }
}

async function openTab(browser: Browser, options?: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ viewport: desktop, ...options })
  context.setDefaultTimeout(20_000)
  return context.newPage()
}

/** Runs in each page before its own scripts. It forgets what the pages of other tests have stored. */
function begin({ environment, test }: { environment?: Environment; test: string }) {
  Object.assign(globalThis, { environment })
  // An empty page has no storage.
  if (origin === 'null') return
  for (const storage of [localStorage, sessionStorage]) {
    if (storage.getItem('test') === test) continue
    storage.clear()
    storage.setItem('test', test)
  }
}

/** Makes a tab as it was, but for what it has stored. */
async function leave(page: Page): Promise<void> {
  const context = page.context()
  await Promise.all(context.pages().map((other) => other !== page && other.close()))
  await page.unrouteAll()
  await context.clearCookies()
  await page.setViewportSize(desktop)
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  await page.goto('about:blank')
}
