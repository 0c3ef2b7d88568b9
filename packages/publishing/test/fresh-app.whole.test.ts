import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createLocalBackend } from '@convex-action/local-backend'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFreshApp } from '../fresh-app/index.js'
import { pack } from '../src/pack.js'

let folder = ''
let fresh: Awaited<ReturnType<typeof createFreshApp>>

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'fresh-app-')))
  const tarballs = Object.fromEntries(
    (await pack(folder)).map(({ directory, tarball }) => [directory, tarball]),
  )
  const { 'packages/core': core = '', 'packages/server': server = '' } = tarballs
  fresh = await createFreshApp(folder, { core, server })
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

test('a fresh app with the packed packages: Convex reads its config, bundles it and writes its types, and they compile', async () => {
  const { app, inApp, pushed } = fresh
  expect(await readFile(join(app, 'convex/_generated/api.d.ts'), 'utf8')).toContain(
    'calls: import("@convex-action/server/_generated/component.js").ComponentApi<"calls">',
  )
  await inApp(process.execPath, join(app, 'node_modules/typescript/bin/tsc'), '-p', app)
  expect(pushed?.components.map(({ path, modules }) => [path, Object.keys(modules).sort()])).toEqual([
    [
      'calls',
      ['_generated/api', 'forget', 'lib', 'rows', 'schema', 'watch'].map((name) => `./convex/${name}.js`),
    ],
  ])
})

test('the bundled app recovers a payment whose answer was lost', async () => {
  const backend = await createLocalBackend(fresh.pushed as never)
  const { openPayment } = await import(/* @vite-ignore */ pathToFileURL(join(fresh.app, 'src/pay.ts')).href)
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
