import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { onTestFinished } from 'vitest'

const system = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path))

const options = {
  // Without a path Playwright starts its own.
  executablePath: process.env.CHROME_PATH || system,
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
}

/** Starts a real Chromium: `CHROME_PATH`, the system's, or Playwright's own. */
export const launch = (): Promise<Browser> => chromium.launch(options)

/** What a page gets to know when it loads, in place of Vite's `import.meta.env`. */
export type Environment = Record<string, string>

/** Opens a page, closed after the test. What it complains about on its console is in `complaints`. */
export async function openPage(
  browser: Browser,
  url: string,
  { environment, ...options }: BrowserContextOptions & { environment?: Environment } = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext(options)
  onTestFinished(() => context.close())
  context.setDefaultTimeout(20_000)
  if (environment) await context.addInitScript(`globalThis.environment = ${JSON.stringify(environment)}`)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  await page.goto(url)
  return { page, complaints }
}
