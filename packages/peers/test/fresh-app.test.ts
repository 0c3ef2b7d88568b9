import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { createLocalBackend } from '@convex-action/local-backend'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDeployment } from './deployment.js'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const pnpm = at('../../node_modules/.bin/pnpm')
const run = promisify(execFile)

let folder = ''
let app = ''
let deployment: Awaited<ReturnType<typeof startDeployment>>

/** Runs a command in the app. If it fails, the error contains its output. */
const inApp = (command: string, ...args: string[]) =>
  run(command, args, { cwd: app, env: { ...process.env, CI: '1', NO_COLOR: '1' } }).catch((error) => {
    throw new Error(`${command} ${args.join(' ')}: ${error.stdout}${error.stderr}`)
  })

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'fresh-app-')))
  app = join(folder, 'app')
  await cp(at('app'), app, { recursive: true })
  for (const name of ['core', 'server'])
    await run(pnpm, ['pack', '--config.ignore-scripts=true', '--out', join(folder, `${name}.tgz`)], {
      cwd: at(`../${name}`),
    })
  // Nothing is downloaded: the packages link to what is installed here.
  const link = async (path: string) => `link:${await realpath(at(path))}`
  await writeFile(
    join(app, 'package.json'),
    JSON.stringify({
      private: true,
      type: 'module',
      dependencies: {
        '@convex-action/core': `file:${folder}/core.tgz`,
        '@convex-action/server': `file:${folder}/server.tgz`,
        convex: await link('node_modules/convex'),
        typescript: await link('node_modules/typescript'),
      },
    }),
  )
  const xstate = await link('../core/node_modules/xstate')
  await writeFile(join(app, 'pnpm-workspace.yaml'), JSON.stringify({ overrides: { xstate } }))
  await inApp(pnpm, 'install', '--offline', `--store-dir=${folder}/store`)
  // Among installed packages, so that Vite does not transform it.
  deployment = await startDeployment(join(app, 'node_modules/.deployed'))
})

afterAll(async () => {
  await deployment?.close()
  await rm(folder, { recursive: true, force: true })
})

test('a fresh app with the packed packages: Convex reads its config, bundles it and writes its types, and they compile', async () => {
  const convex = join(app, 'node_modules/convex/bin/main.js')
  const target = ['--url', deployment.url, '--admin-key', 'none']
  await inApp(process.execPath, convex, 'codegen', '--init', '--typecheck', 'disable', ...target)
  expect(await readFile(join(app, 'convex/_generated/api.d.ts'), 'utf8')).toContain(
    'calls: import("@convex-action/server/_generated/component.js").ComponentApi<"calls">',
  )
  await inApp(process.execPath, join(app, 'node_modules/typescript/bin/tsc'), '-p', app)

  const pushed = deployment.pushed()
  expect(pushed?.components.map(({ path, modules }) => [path, Object.keys(modules).sort()])).toEqual([
    [
      'calls',
      ['_generated/api', 'forget', 'lib', 'rows', 'schema', 'watch'].map((name) => `./convex/${name}.js`),
    ],
  ])
})

test('the bundled app recovers a payment whose answer was lost', async () => {
  const pushed = deployment.pushed()
  const backend = await createLocalBackend(pushed as never)
  const { openPayment } = await import(/* @vite-ignore */ pathToFileURL(join(app, 'src/pay.ts')).href)
  const { client, store } = openPayment(backend.url)
  try {
    const phases = new Set<string>()
    store.subscribe(({ phase }: { phase?: string }) => phase && phases.add(phase))
    const isAnswer = ({ type }: { type: string }, way: string) => way === 'out' && type === 'ActionResponse'
    backend.faults.on(isAnswer, 'kill', { times: 1 })
    const receipt = await store.execute({ amount: 4200, token: 'tok_visa' })
    expect(receipt).toEqual({ transactionId: 'tok_visa: 4200' })
    expect(phases).toContain('checking')
    expect(backend.runs('payments:charge')).toBe(1)
  } finally {
    await client.close()
    await backend.close()
  }
})
