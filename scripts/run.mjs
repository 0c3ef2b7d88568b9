// Runs `npm run demo`, `npm test` and the other commands on a machine with only Node and npm.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readBenchOptions } from '../bench/options.mjs'
import { findChromium } from './chromium.mjs'
import { readDemoOptions } from './demo-options.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { packageManager, engines } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'))

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  stop(`Node ${process.versions.node} is too old: ${engines.node} is needed (https://nodejs.org).`)
}

const isUnderNpm = process.env.npm_lifecycle_event !== undefined
const { ppid } = process
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
env.PATH = resolve(root, 'node_modules/.bin') + delimiter + env.PATH
// npm sets these for its own commands, and npx would use them.
delete env.npm_config_call
delete env.npm_config_package

// These build longer than most tests take, so they have their own command.
const apps = ['./examples/{native,next,nuxt,ssr,sveltekit}', './packages/nuxt', './docs']
const commands = {
  demo: async () => {
    await run('turbo', ['run', 'build', '--filter=./packages/*', '--output-logs=errors-only'])
    await runTypeScript('scripts/demo.ts')
  },
  bench: async () => {
    await run('turbo', ['run', 'build', '--filter=@convex-action/bench', '--output-logs=errors-only'])
    await run('node', ['bench/dist/bench.js', ...args])
  },
  // As they are written: each edit is seen at once.
  docs: async () => {
    await run('turbo', ['run', 'api', '--filter=@convex-action/docs', '--output-logs=errors-only'])
    await run('node', ['docs/node_modules/vitepress/bin/vitepress.js', 'dev', 'docs', ...args])
  },
  test: async () => {
    await useChromium()
    await run('biome', ['check', '.'])
    // The browser suite builds the examples itself.
    await run('turbo', [
      'run',
      'typecheck',
      'check:package',
      'test',
      ...apps.map((path) => `--filter=!${path}`),
      '--output-logs=full',
    ])
  },
  'test:apps': async () => {
    await useChromium()
    const filters = apps.map((path) => `--filter=${path}`)
    await run('turbo', ['run', 'typecheck', 'check:package', 'test', ...filters, '--output-logs=full'])
  },
  'test:packages': async () => {
    await useChromium()
    const asksForLess = args.some((arg) => ['--only', '--help'].includes(arg))
    if (!asksForLess) await run('turbo', ['run', 'test:whole', '--output-logs=full'])
    await run('turbo', ['run', 'test:packages', '--log-prefix=none', '--', ...args])
  },
  version: () => runTypeScript('packages/publishing/src/version.ts'),
  release: () => runTypeScript('packages/publishing/src/release.ts'),
}
const [name, ...args] = process.argv.slice(2)
const command = commands[name] ?? stop(`Use one of: ${Object.keys(commands).join(', ')}.`)
// Before installing anything: mistakes and questions are answered at once.
if (name === 'demo') readDemoOptions(args)
if (name === 'bench') readBenchOptions(args)

console.log('Installing dependencies…')
const [manager, ...before] = hasManager() ? ['pnpm'] : ['npx', '--yes', packageManager]
await run(manager, [...before, 'install', '--frozen-lockfile', '--reporter=silent'])
await command()

/** Whether the package manager is already in the workspace. `npx` would search for five seconds. */
function hasManager() {
  const path = resolve(root, 'node_modules/pnpm/package.json')
  return existsSync(path) && packageManager === `pnpm@${JSON.parse(readFileSync(path, 'utf8')).version}`
}

async function useChromium() {
  const path = await findChromium(env)
  if (path) env.CHROME_PATH = path
}

/** In one process: the command `tsx` kills a program that takes longer than 60 ms to end after a signal. */
function runTypeScript(path) {
  return run('node', ['--import', 'tsx', path, ...args])
}

/** Runs a program to its end. Signals to this process are forwarded, so that no program is left running. */
async function run(program, args) {
  const child = spawn(program, args, {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  const forward = (signal) => child.kill(signal)
  // npm passes a signal to its shell, which ends without telling this process.
  const watch = setInterval(() => isUnderNpm && process.ppid !== ppid && forward('SIGTERM'), 500)
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward)
  const [status, signal] = await once(child, 'exit').catch((error) =>
    stop(`${program} could not be started: ${error.message}`),
  )
  clearInterval(watch)
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, forward)
  if (signal) process.exit(128 + constants.signals[signal])
  if (status !== 0) process.exit(status)
}

function stop(message) {
  console.error(message)
  process.exit(1)
}
