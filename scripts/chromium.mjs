import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'

const usual = [
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
 * The path of a Chromium to test with: `CHROME_PATH`, Playwright's own, or one of the system's. Where there is none, it
 * is installed: as Debian's package by root, else by Playwright. Stops with what to do where that fails.
 */
export function findChromium(env) {
  // Playwright is there once the workspace is installed.
  const require = createRequire(new URL('../examples/browser/package.json', import.meta.url))
  const { chromium } = require('playwright')
  const find = () =>
    [env.CHROME_PATH, chromium.executablePath(), ...usual].find((path) => path && isProgram(path))

  const found = find()
  if (found) return found
  console.log('Installing Chromium for the browser tests…')
  const run = (program, args) =>
    spawnSync(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
  } else {
    run(process.execPath, [require.resolve('playwright/cli'), 'install', 'chromium'])
  }
  const installed = find()
  if (installed) return installed
  console.error('The browser tests need Chromium. Install it, or set CHROME_PATH to the path of one.')
  process.exit(1)
}
