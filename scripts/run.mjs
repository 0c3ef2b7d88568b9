// `npm run demo` and `npm test` on a machine that has Node and npm and nothing else.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from './chromium.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { packageManager, engines } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'))

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  stop(`Node ${process.versions.node} is too old: ${engines.node} is needed (https://nodejs.org).`)
}

const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
env.PATH = resolve(root, 'node_modules/.bin') + delimiter + env.PATH
// npm sets these for its own commands; npx would take them for its own.
delete env.npm_config_call
delete env.npm_config_package

// Their frameworks build for longer than most tests take: they have a command of their own.
const apps = './examples/{nuxt,next,sveltekit}'
const commands = {
  demo: () => {
    run('turbo', ['run', 'build', '--filter=./packages/*', '--output-logs=errors-only'])
    run('tsx', ['scripts/demo.ts', ...process.argv.slice(3)])
  },
  test: async () => {
    await useChromium()
    run('biome', ['check', '.'])
    // The browser suite builds the examples itself.
    run('turbo', ['run', 'typecheck', 'check:package', 'test', `--filter=!${apps}`, '--output-logs=full'])
  },
  'test:apps': async () => {
    await useChromium()
    run('turbo', ['run', 'typecheck', 'test', `--filter=${apps}`, '--output-logs=full'])
  },
}
const command = commands[process.argv[2]] ?? stop(`Say one of: ${Object.keys(commands).join(', ')}.`)

console.log('Installing what is needed…')
run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=silent'])
await command()

async function useChromium() {
  const path = await findChromium(env)
  if (path) env.CHROME_PATH = path
}

function run(program, args) {
  const { status, signal, error } = spawnSync(program, args, {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (error) stop(`${program} could not be started: ${error.message}`)
  if (signal) process.exit(130)
  if (status !== 0) process.exit(status ?? 1)
}

function stop(message) {
  console.error(message)
  process.exit(1)
}
