import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'

// The headless shell comes first: it renders pages like Chromium with half the work.
const usual = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Finds a Chromium to test with. If there is none, it installs one: Debian's package as root, else Playwright's. If
 * that fails, it exits with advice.
 *
 * @returns The path: `CHROME_PATH`, or the system's Chromium. `undefined` if Playwright has its own.
 */
export async function findChromium(env) {
  // Playwright exists only after the workspace is installed.
  const require = createRequire(new URL('../examples/browser/package.json', import.meta.url))
  const { chromium } = require('playwright')
  const hasOwn = () =>
    chromium.launch().then(
      (browser) => browser.close().then(() => true),
      () => false,
    )
  const find = () => [env.CHROME_PATH, ...usual].find((path) => path && isProgram(path))
  const run = (program, args) =>
    spawnSync(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0

  const found = find()
  if (found || (await hasOwn())) return found
  console.log('Installing Chromium for the browser tests…')
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const install = (name) => run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name])
    run('apt-get', ['update', '-qq'])
    // Older systems do not offer the shell alone.
    if (!install('chromium-headless-shell')) install('chromium')
  } else {
    run(process.execPath, [require.resolve('playwright/cli'), 'install', '--only-shell', 'chromium'])
  }
  const installed = find()
  if (installed || (await hasOwn())) return installed
  console.error('The browser tests need Chromium. Install it, or set CHROME_PATH to the path of one.')
  process.exit(1)
}
