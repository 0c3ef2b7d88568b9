import { fileURLToPath } from 'node:url'
import {
  createLocalBackend,
  createTestIssuer,
  loadComponents,
  loadModules,
} from '@convex-action/local-backend'
import { ConvexHttpClient } from 'convex/browser'
import {
  type AnyDataModel,
  componentsGeneric,
  type FunctionReference,
  type GenericMutationCtx,
  makeFunctionReference,
} from 'convex/server'
import { getDocumentSize } from 'convex/values'
import type { ComponentApi } from '../src/component/_generated/component.js'
import { service } from '../test/convex/service.js'
import { conflicts, recordTransaction } from './transactions.js'

// What many calls cost, on the local backend. See "A thousand calls a second" in docs/server.md.

const many = Number(process.env.CALLS ?? 3000)
const rows = Number(process.env.ROWS ?? 12_000)
const waiters = Number(process.env.WAITERS ?? 100)
const effectMs = Number(process.env.EFFECT_MS ?? 2000)
const atOnce = 50

const folder = fileURLToPath(new URL('../test/convex', import.meta.url))
const charge = makeFunctionReference<'action'>('payments:charge')
const silent = { logVerbose() {}, log() {}, warn() {}, error() {} }

async function start() {
  const issuer = await createTestIssuer()
  const backend = await createLocalBackend({
    modules: await loadModules(folder),
    components: await loadComponents(folder),
    auth: issuer,
  })
  const client = new ConvexHttpClient(backend.url, { logger: silent, auth: await issuer.token('user-1') })
  const pay = (id: string, secret: string) =>
    client.action(charge, { amount: 1, call: { id, try: secret, guarded: 1 } })
  const runs = (name: string) => backend.runs(`components/calls/${name}`)
  const tries = () => backend.inComponent('calls', (ctx) => ctx.db.query('tries').collect())
  const scheduled = () =>
    backend.inComponent('calls', (ctx) => ctx.db.system.query('_scheduled_functions').collect())
  return { backend, pay, runs, tries, scheduled }
}

const say = (what: string, ...figures: unknown[]) => console.log(`${what}: ${figures.join(', ')}`)

/** Calls with ids of their own, some at once. */
async function differentIds(): Promise<void> {
  const { backend, pay, runs, tries, scheduled } = await start()
  let next = 0
  const page = async () => {
    while (next < many) {
      const index = next++
      await pay(`cart-${index}-of-a-shop-with-long-names`, crypto.randomUUID())
    }
  }
  await Promise.all(Array.from({ length: atOnce }, page))
  const kept = await tries()
  const bytes = kept.reduce((sum, row) => sum + getDocumentSize(row), 0)
  say(
    `${many} calls with ids of their own, ${atOnce} at once`,
    `${runs('lib:claim')} claims`,
    `${runs('lib:end')} notes`,
    `${runs('lib:beat')} beats`,
    `${(await scheduled()).length} scheduled function`,
    `${kept.length} rows`,
    `${Math.round(bytes / kept.length)} bytes a row`,
    `${service.charges.length} effects`,
  )
  await backend.close()
}

/** Calls with one id, all at once. */
async function oneId(): Promise<void> {
  const { backend, pay, runs, tries } = await start()
  service.charges = []
  service.before = () => new Promise((resolve) => setTimeout(resolve, effectMs))
  const answers = await Promise.all(
    Array.from({ length: waiters }, (_, index) => pay('cart', `try-${index}`)),
  )
  service.before = async () => {}
  const kept = await tries()
  say(
    `${waiters} calls with one id at once, whose effect takes ${effectMs} ms`,
    `${service.charges.length} effect`,
    `${kept.length} row`,
    `${answers.length} answers`,
    `${runs('lib:claim')} claims (${(runs('lib:claim') / waiters).toFixed(1)} each)`,
  )
  await backend.close()
}

const { lib } = (componentsGeneric() as unknown as { calls: ComponentApi }).calls
// Internal to the component, so it is not in the type.
const { forget } = (
  componentsGeneric() as unknown as {
    calls: { forget: { forget: FunctionReference<'mutation', 'internal'> } }
  }
).calls.forget

/** Which claims would conflict, had they begun at the same time. */
async function contention(): Promise<void> {
  const { backend } = await start()
  const claim = (id: string, secret: string) =>
    recordTransaction(() =>
      backend.mutation((ctx) =>
        ctx.runMutation(lib.claim, {
          ...{ action: 'payments:charge', user: 'user-1', id, try: secret, mac: 'm' },
          ...{ repeatable: false, retain: 86_400_000 },
        }),
      ),
    )
  await claim('first', 'first')
  const count = 200
  const all = async (id: (index: number) => string, prefix: string) => {
    const transactions = []
    for (let index = 0; index < count; index++)
      transactions.push(await claim(id(index), `${prefix}-${index}`))
    return transactions
  }
  const own = await all((index) => `cart-${index}`, 'own')
  say(`${count} claims with ids of their own`, `${conflicts(own, own) / 2} pairs conflict`)
  const one = await all(() => 'one-cart', 'one')
  say(`${count} claims with one id`, `${conflicts(one, one) / 2} pairs conflict`)
  for (const [batch, rows] of [
    ['in the middle', 600],
    ['at the end of a sweep', 0],
  ] as const) {
    await backend.inComponent('calls', (ctx) => insert(ctx, rows, ''))
    const forgot = await recordTransaction(() => backend.mutation((ctx) => ctx.runMutation(forget)))
    say(`a batch of forget ${batch}`, `conflicts with ${conflicts([forgot], own)} of ${count} claims`)
  }
  await backend.close()
}

/** Keeps so many calls that are over. */
async function insert(ctx: GenericMutationCtx<AnyDataModel>, length: number, value: string) {
  for (let index = 0; index < length; index++)
    await ctx.db.insert('tries', {
      ...{ try: `old-${index}`, action: 'payments:charge', user: 'user-1', id: `old-${index}` },
      ...{ mac: 'f'.repeat(64), state: 'finished', beatAt: 0, value, expiresAt: Date.now() - 1000 },
    })
}

/** Forgets a table of old rows, in batches. */
async function forgetting(length: number, bytes: number): Promise<void> {
  const { backend, runs, tries } = await start()
  await backend.inComponent('calls', (ctx) => insert(ctx, length, 'x'.repeat(bytes)))
  const { documentsRead, bytesRead, documentsWritten } = await backend.mutation(async (ctx) => {
    await ctx.runMutation(forget)
    return ctx.meta.getTransactionMetrics()
  })
  while ((await tries()).length) await new Promise((resolve) => setTimeout(resolve, 100))
  say(
    `${length} rows with results of ${bytes} bytes are over`,
    `forgotten in ${runs('forget:forget')} batches`,
    `the first read ${documentsRead.used} rows, ${bytesRead.used} bytes, and wrote ${documentsWritten.used} rows`,
  )
  await backend.close()
}

await differentIds()
await oneId()
await contention()
await forgetting(rows, 50)
await forgetting(40, 900_000)
