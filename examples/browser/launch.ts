import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright'

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
