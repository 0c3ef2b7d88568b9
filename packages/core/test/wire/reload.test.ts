import { createTestIssuer } from '@convex-action/local-backend'
import { Calls } from '@convex-action/server'
import { modules, schema } from '@convex-action/server/test'
import {
  actionGeneric,
  componentsGeneric,
  type FunctionReference,
  makeFunctionReference,
} from 'convex/server'
import { v } from 'convex/values'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createActionStore } from '../../src/index.js'
import type { CallsApi } from '../../src/recovery.js'
import { clients, isOpen, startBackend, until } from './backend.js'

type Call = { id: string; try: string; guarded: 1 }
type Pay = FunctionReference<'action', 'public', { cart: string; call?: Call }, string>
const pay = makeFunctionReference('shop:pay') as unknown as Pay
const calls = {
  settle: makeFunctionReference('calls:settle'),
  outcome: makeFunctionReference('calls:outcome'),
} as unknown as CallsApi

/** The storage of a tab, which outlives its pages. */
class Storage {
  [key: string]: unknown
  getItem(key: string) {
    return Object.hasOwn(this, key) ? String(this[key]) : null
  }
  setItem(key: string, value: string) {
    this[key] = value
  }
  removeItem(key: string) {
    delete this[key]
  }
}
beforeEach(() => vi.stubGlobal('sessionStorage', new Storage()))
afterEach(() => void vi.unstubAllGlobals())

/** A shop whose effects are counted. `hold` delays its card service. */
async function openShop() {
  const effects: string[] = []
  let release = () => {}
  let isHeld: Promise<void> | undefined
  const hold = () => {
    isHeld = new Promise((resolve) => {
      release = resolve
    })
    return () => release()
  }
  const components = componentsGeneric() as unknown as { calls: ConstructorParameters<typeof Calls>[0] }
  const server = new Calls(components.calls)
  const guarded = actionGeneric(
    server.once({
      args: { cart: v.string() },
      returns: v.string(),
      handler: async (_ctx, { cart }) => {
        effects.push(cart)
        await isHeld
        return `paid ${cart}`
      },
    }),
  )
  const issuer = await createTestIssuer()
  const backend = await startBackend({
    modules: {
      './convex/_generated/api.js': async () => ({}),
      './convex/shop.ts': async () => ({ pay: guarded }),
      './convex/calls.ts': async () => server.api(),
    },
    components: [
      { path: 'calls', modules: { ...modules, './schema.js': async () => ({ default: schema }) } as never },
    ],
    auth: issuer,
  })
  onTestFinished(() => release())

  /**
   * A page of the tab: a client, and a store with a subscriber. `user` is signed in; without it, the page belongs to
   * a guest.
   */
  const load = async (options: object = {}, user?: string) => {
    vi.resetModules()
    const { recover } = await import('../../src/recovery.js')
    const client = clients.ConvexClient(backend.url)
    onTestFinished(() => client.close())
    if (user) client.setAuth(() => issuer.token(user))
    const recovery = recover(calls, { remember: 'checkout' })
    const store = createActionStore(pay, {
      client,
      concurrency: 'drop',
      identity: () => user,
      recovery,
      ...options,
    })
    const seen: unknown[] = []
    store.subscribe(({ phase, status }) => seen.push(phase ?? status))
    const leave = async () => {
      const kept = { ...sessionStorage }
      // A page that is thrown away runs nothing more, so it sees no end.
      vi.stubGlobal('sessionStorage', new Storage())
      await client.close()
      vi.stubGlobal('sessionStorage', Object.assign(new Storage(), kept))
    }
    return { client, store, seen, leave, execute: () => store.execute({ cart: 'tea' }) }
  }
  const ends = (page: Awaited<ReturnType<typeof load>>, status: string) =>
    expect.poll(() => page.store.getState().status, { timeout: 20_000 }).toBe(status)
  return { backend, effects, hold, load, ends }
}

const isRequest = ({ udfPath }: { udfPath?: unknown }, way: string) => way === 'in' && udfPath === 'shop:pay'
const isAnswer = ({ type }: { type: string }, way: string) => way === 'out' && type === 'ActionResponse'
const isQuestion = ({ udfPath }: { udfPath?: unknown }, way: string) =>
  way === 'in' && udfPath === 'calls:settle'

for (const user of [undefined, 'ada']) {
  const who = user ?? 'a guest'

  test(`${who} who reloads while a payment is queued finds nothing, and nothing is paid`, async () => {
    const { backend, effects, load } = await openShop()
    const page = await load({}, user)
    backend.faults.refuse(true)
    backend.faults.kill()
    await until(page.client, (connection) => !isOpen(connection))
    page.execute()
    expect(page.store.getState().phase).toBe('queued')
    await page.leave()
    page.store.cancel()
    backend.faults.refuse(false)
    const next = await load({}, user)
    await until(next.client, isOpen)
    expect([next.store.getState().status, effects]).toEqual(['idle', []])
  })

  test(`${who} who reloads while a payment is running sees it continue and end, and it is paid once`, async () => {
    const { effects, hold, load, ends } = await openShop()
    const release = hold()
    const page = await load({}, user)
    page.execute()
    await expect.poll(() => effects.length).toBe(1)
    await page.leave()
    const next = await load({}, user)
    await until(next.client, isOpen)
    expect(next.store.getState().phase).toBe('checking')
    release()
    await ends(next, 'success')
    expect(next.store.getState()).toMatchObject({ data: 'paid tea', args: undefined })
    expect(next.seen).toEqual(['idle', 'checking', 'success'])
    expect([effects, Object.keys(sessionStorage)]).toEqual([['tea'], []])
  })

  test(`${who} who reloads twice in quick succession while a payment is checked learns the outcome, and it is paid once`, async () => {
    const { backend, effects, load, ends } = await openShop()
    backend.faults.on(isAnswer, 'kill', { times: 1 })
    const unanswered = backend.faults.on(isQuestion, 'drop')
    const page = await load({}, user)
    page.execute()
    await expect.poll(() => page.store.getState().phase).toBe('checking')
    await page.leave()
    await (await load({}, user)).leave()
    unanswered()
    const next = await load({}, user)
    await ends(next, 'success')
    expect(effects).toEqual(['tea'])
  })

  test(`${who} who reloads while a payment waits for another try learns that it never began, and can pay`, async () => {
    const { backend, effects, load, ends } = await openShop()
    const lost = backend.faults.on(isRequest, 'kill')
    const page = await load({ retries: { limit: 3, delay: 60_000 } }, user)
    page.execute()
    await expect.poll(() => page.store.getState().phase, { timeout: 20_000 }).toBe('retrying')
    await page.leave()
    lost()
    const next = await load({ retries: 3 }, user)
    await ends(next, 'error')
    expect(next.store.getState()).toMatchObject({ error: { delivery: 'not-sent' }, canRetry: false })
    expect(effects).toEqual([])
    expect(await next.execute()).toBe('paid tea')
    expect(effects).toEqual(['tea'])
  })

  test(`${who} who reloads before the callbacks have run gets them, and after they have run gets nothing more`, async () => {
    const { effects, load, ends } = await openShop()
    let kept = {}
    const page = await load(
      {
        onSuccess: () => {
          kept = { ...sessionStorage }
        },
      },
      user,
    )
    await page.execute()
    await page.leave()
    const settled = await load({}, user)
    await until(settled.client, isOpen)
    expect(settled.store.getState().status).toBe('idle')
    await settled.leave()
    // As if the page had been thrown away during its callback.
    Object.assign(sessionStorage, kept)
    const onSuccess = vi.fn()
    const next = await load({ onSuccess }, user)
    await ends(next, 'success')
    expect(onSuccess.mock.calls).toEqual([['paid tea', { args: undefined, shown: true, mounted: true }]])
    expect(effects).toEqual(['tea'])
  })
}

test('a payment that timed out as unknown is found after a reload, and a click there joins it', async () => {
  const { effects, hold, load, ends } = await openShop()
  const release = hold()
  const page = await load({ timeout: 500 })
  await expect(page.execute()).rejects.toMatchObject({ kind: 'timeout', delivery: 'unknown' })
  await page.leave()
  const next = await load()
  await expect(next.execute()).rejects.toMatchObject({ kind: 'dropped' })
  release()
  await ends(next, 'success')
  expect(effects).toEqual(['tea'])
})

test('a tab and its copy both learn the outcome while the first is still paying', async () => {
  const { effects, hold, load, ends } = await openShop()
  const release = hold()
  const page = await load()
  page.execute()
  await expect.poll(() => effects.length).toBe(1)
  const copy = await load()
  await until(copy.client, isOpen)
  release()
  await ends(page, 'success')
  await ends(copy, 'success')
  expect(effects).toEqual(['tea'])
})

test('a copy of a tab that asks before the request arrives prevents the payment, and both tabs say so', async () => {
  const { backend, effects, load, ends } = await openShop()
  const page = await load()
  await until(page.client, isOpen)
  backend.faults.refuse(true)
  const lost = backend.faults.on(isRequest, 'kill')
  page.execute()
  await expect.poll(() => page.store.getState().phase).toBe('checking')
  lost()
  backend.faults.refuse(false)
  const copy = await load()
  await ends(copy, 'error')
  await ends(page, 'error')
  for (const { store } of [page, copy]) expect(store.getState().error).toMatchObject({ delivery: 'not-sent' })
  expect(effects).toEqual([])
})

test('another user who signs in after the reload sees nothing, and the server reveals nothing', async () => {
  const { backend, effects, load, ends } = await openShop()
  backend.faults.on(isAnswer, 'drop', { times: 1 })
  const page = await load({}, 'ada')
  page.execute()
  await expect.poll(() => effects.length).toBe(1)
  await page.leave()
  const bob = await load({}, 'bob')
  await until(bob.client, isOpen)
  expect([bob.store.getState().status, backend.runs('calls:settle')]).toEqual(['idle', 0])
  await bob.leave()
  const ada = await load({}, 'ada')
  await ends(ada, 'success')
  expect(effects).toEqual(['tea'])
})

test('the outcome for an id from a link is shown to the same user on another device, and to nobody else', async () => {
  const { effects, load } = await openShop()
  const page = await load({}, 'ada')
  await page.execute()
  const id = String(page.store.getState().callId)
  vi.stubGlobal('sessionStorage', new Storage())
  const device = await load({}, 'ada')
  expect(await device.store.resume(id)).toBe('paid tea')
  for (const other of ['bob', undefined]) {
    const { store } = await load({}, other)
    await expect(store.resume(id)).rejects.toMatchObject({ kind: 'connection', delivery: 'unknown' })
  }
  expect(effects).toEqual(['tea'])
})
