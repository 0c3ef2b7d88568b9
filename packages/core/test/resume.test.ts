import { makeFunctionReference } from 'convex/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ActionError, createActionStore, type Provided } from '../src/index.js'
import { createProvider } from '../src/provider.js'
import type { CallOutcome, CallsApi } from '../src/recovery.js'
import { createFakeClient } from '../src/testing.js'
import { guarded } from './actions.js'
import { failureOf } from './promises.js'
import { catchReports, holdTime, settle } from './surroundings.js'

const calls = {
  settle: makeFunctionReference<'mutation'>('calls:settle'),
  outcome: makeFunctionReference<'query'>('calls:outcome'),
} as unknown as CallsApi

holdTime()
const reported = catchReports()

/** A tab's storage, which outlives its pages. */
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
let storage: Storage
beforeEach(() => {
  storage = new Storage()
  vi.stubGlobal('sessionStorage', storage)
})
afterEach(() => void vi.unstubAllGlobals())
const entries = () => Object.values(storage).map((text) => JSON.parse(String(text)))

/** A page of the tab, with a store that remembers its call. Another one is what comes after a reload. */
async function open(options: object = {}, provided: Omit<Provided, 'client'> = {}) {
  // What a page knows besides its storage is gone with it.
  vi.resetModules()
  const { recover } = await import('../src/recovery.js')
  const client = createFakeClient()
  const recovery = recover(calls, { remember: 'checkout' })
  const make = () =>
    createActionStore(guarded, { recovery, concurrency: 'drop', ...options }, { ...provided, client })
  const store = make()
  const watch = (watched = store) => watched.subscribe(() => {})
  const questions = () => client.calls(calls.settle).map(({ args }) => args)
  const answer = async (outcome: CallOutcome) => {
    client.resolve(calls.settle, outcome)
    await settle()
  }
  /** The page goes; what it handed over does not. */
  const leave = () => client.close().then(settle)
  return { client, store, make, watch, questions, answer, leave }
}

/** A page that was left while its call ran, and the page after it. */
async function reload(options: object = {}, provided: Omit<Provided, 'client'> = {}) {
  const before = await open(options, provided)
  before.store.execute({ amount: 4 }).catch(() => {})
  const [sent] = before.client.calls(guarded)
  const kept = { ...storage }
  await before.leave()
  Object.assign(storage, kept)
  return { ...(await open(options, provided)), id: String(sent?.args.call?.id), secret: sent?.args.call?.try }
}

describe('field resume and option recovery with a name', () => {
  test('note what is needed to ask, before the call is handed over: no argument, no result', async () => {
    const { client, store } = await open({ identity: () => 'ada' })
    const { mutation, action } = client
    let noted: unknown[] = []
    client.action = (...call) => {
      noted = entries()
      return action(...call)
    }
    expect(mutation).toBeDefined()
    store.execute({ amount: 4242 })
    const { call } = client.calls(guarded)[0]?.args ?? {}
    expect(noted).toEqual([
      {
        version: 1,
        id: call?.id,
        tries: [call?.try],
        action: 'payments:charge',
        user: 'ada',
        at: Date.now(),
      },
    ])
    expect(JSON.stringify(noted)).not.toContain('4242')
  })

  test('after a reload, the call is checked once somebody watches, and ends with the truth', async () => {
    const { store, watch, questions, answer, id, secret } = await reload()
    expect([store.getState().status, questions()]).toEqual(['idle', []])
    watch()
    expect(store.getState()).toMatchObject({ phase: 'checking', args: undefined, callId: id, attempt: 1 })
    expect(questions()).toMatchObject([{ action: 'payments:charge', id, tries: [secret] }])
    await answer({ state: 'finished', value: 'charged' })
    expect(store.getState()).toMatchObject({ status: 'success', data: 'charged', args: undefined })
    expect(entries()).toEqual([])
  })

  test('a call that never began is told so, is not sent again, and cannot be tried again without arguments', async () => {
    const { client, store, watch, answer } = await reload({ retries: 3 })
    watch()
    await answer({ state: 'never' })
    const { error, canRetry } = store.getState()
    expect(error).toMatchObject({ kind: 'connection', delivery: 'not-sent' })
    expect(error?.message).toBe('This never began. Nothing happened; you can try again.')
    expect([canRetry, client.calls(guarded), entries()]).toEqual([false, [], []])
    expect(await failureOf(store.retry())).toMatchObject({ kind: 'dropped' })
    store.execute({ amount: 4 })
    expect(client.calls(guarded)).toHaveLength(1)
  })

  test('a call that nobody knows of stays noted, and is asked again after the next reload, not before', async () => {
    const { store, watch, questions, answer, leave, id } = await reload()
    const stop = watch()
    await answer({ state: 'lost' })
    expect(store.getState().error).toMatchObject({
      delivery: 'unknown',
      message: 'Nobody knows what became of this. It may have gone through.',
    })
    stop()
    watch()
    expect(questions()).toHaveLength(1)
    await leave()
    const next = await open()
    next.watch()
    expect(next.questions()).toMatchObject([{ id }])
    await next.answer({ state: 'finished', value: 'charged' })
    expect(next.store.getState().data).toBe('charged')
  })

  test('a call that timed out as unknown is asked after a reload', async () => {
    const page = await open({ timeout: 50 })
    page.watch()
    page.store.execute({ amount: 4 })
    await vi.advanceTimersByTimeAsync(50)
    await page.answer({ state: 'running' })
    expect(page.store.getState().error).toMatchObject({ kind: 'timeout', delivery: 'unknown' })
    const next = await open()
    next.watch()
    await next.answer({ state: 'finished', value: 'charged' })
    expect(next.store.getState()).toMatchObject({ status: 'success', data: 'charged' })
  })

  test('reset after an end that is not known forgets it: the person has seen it', async () => {
    const { store, watch, answer } = await reload()
    watch()
    await answer({ state: 'lost' })
    expect(entries()).toHaveLength(1)
    store.reset()
    expect(entries()).toEqual([])
  })

  test('a click before the resume joins it, and nothing is paid anew', async () => {
    const { client, store, answer } = await reload()
    const promise = store.execute({ amount: 4 })
    expect(store.getState().phase).toBe('checking')
    await answer({ state: 'finished', value: 'charged' })
    expect(await promise).toBe('charged')
    expect(client.calls(guarded)).toEqual([])
  })

  test('a second click joins nothing: it is refused, as with any call under way', async () => {
    const { store, watch } = await reload()
    watch()
    expect(await failureOf(store.execute({ amount: 4 }))).toMatchObject({ kind: 'dropped' })
  })

  test('is asked once by a component that subscribes twice, as in StrictMode', async () => {
    const { watch, questions } = await reload()
    watch()()
    watch()
    expect(questions()).toHaveLength(1)
  })

  test('two stores with one name, both watched: the first goes on with the call, the other stays idle', async () => {
    const { store, make, watch, questions } = await reload()
    const other = make()
    watch()
    watch(other)
    expect([store.getState().phase, other.getState().status]).toEqual(['checking', 'idle'])
    expect(questions()).toHaveLength(1)
    other.execute({ amount: 5 })
    expect(String(reported[0])).toContain('Two stores remember calls of payments:charge under one name.')
  })

  test('a component that comes back while its call runs shows it', async () => {
    const page = await open()
    page.watch()()
    page.store.execute({ amount: 4 })
    const again = page.make()
    page.watch(again)
    expect(again.getState().phase).toBe('checking')
  })

  test('callbacks come as for any execution, and then the note is gone: a reload before asks again', async () => {
    const noted: number[] = []
    const onSuccess = vi.fn(() => noted.push(entries().length))
    const { watch, answer } = await reload({ onSuccess })
    watch()
    await answer({ state: 'finished', value: 'charged' })
    expect(onSuccess).toHaveBeenCalledWith('charged', { args: undefined, shown: true, mounted: true })
    expect([noted, entries()]).toEqual([[1], []])
  })

  test('a call that runs is followed live', async () => {
    const { client, store, watch, answer } = await reload()
    watch()
    await answer({ state: 'running' })
    expect(store.getState().phase).toBe('checking')
    client.update(calls.outcome, { state: 'finished', value: 'charged' })
    await settle()
    expect(store.getState().data).toBe('charged')
  })

  test('the age that the server is told goes on over the reload', async () => {
    const before = await open()
    before.store.execute({ amount: 4 })
    await vi.advanceTimersByTimeAsync(70_000)
    const next = await open()
    next.watch()
    expect(next.questions()[0]?.age).toBeGreaterThanOrEqual(70_000)
  })

  test('a clock that was set back makes no call younger: the server is told an age that it does not believe', async () => {
    const before = await open()
    before.store.execute({ amount: 4 })
    vi.setSystemTime(Date.now() - 3_600_000)
    const next = await open()
    next.watch()
    expect(next.questions()[0]?.age).toBeLessThan(0)
  })
})

describe('who may see a call of a former page', () => {
  test('somebody else sees nothing of it, and it is there when its user is back', async () => {
    let user: string | undefined = 'ada'
    const identity = () => user
    const before = await open({ identity })
    before.store.execute({ amount: 4 })
    user = 'bob'
    const { store, watch, questions, answer } = await open({ identity })
    watch()
    expect([store.getState().status, questions()]).toEqual(['idle', []])
    store.execute({ amount: 5 })
    expect(store.getState().phase).toBe('running')
    user = 'ada'
    store.identify()
    expect(store.getState().phase).toBe('checking')
    await answer({ state: 'finished', value: 'charged' })
    expect(store.getState().data).toBe('charged')
  })

  test('nothing is asked before the user is known and ready', async () => {
    const session: { user?: string; ready: boolean } = { user: 'ada', ready: true }
    const provider = () => createProvider({ identity: () => session.user, ready: () => session.ready })
    const before = await open({}, provider())
    before.store.execute({ amount: 4 })
    Object.assign(session, { user: undefined, ready: false })
    const { store, watch, questions } = await open({}, provider())
    watch()
    expect(store.getState().status).toBe('idle')
    session.user = 'ada'
    store.identify()
    expect([store.getState().phase, questions()]).toEqual(['checking', []])
    session.ready = true
    store.identify()
    expect(questions()).toHaveLength(1)
  })

  test('a click before the user is known waits for them: their call is checked, and not paid anew', async () => {
    const session: { user?: string; ready: boolean } = { user: 'ada', ready: true }
    const provider = () => createProvider({ identity: () => session.user, ready: () => session.ready })
    const before = await open({}, provider())
    before.store.execute({ amount: 4 })
    for (const user of ['ada', 'bob']) {
      Object.assign(session, { user: undefined, ready: false })
      const { client, store, questions, answer } = await open({}, provider())
      const outcome = store.execute({ amount: 4 }).catch((error: ActionError) => error.kind)
      Object.assign(session, { user, ready: true })
      store.identify()
      await settle()
      expect(client.calls(guarded)).toEqual([])
      if (user === 'bob') {
        expect([await outcome, questions()]).toEqual(['identity-changed', []])
      } else {
        await answer({ state: 'lost' })
        expect(await outcome).toBe('connection')
      }
    }
  })

  test('an identity that cannot be written down is reported, and the call goes on without a note', async () => {
    const user = { id: 'ada' }
    const { client, store } = await open({ identity: () => user })
    store.execute({ amount: 4 })
    expect(client.calls(guarded)).toHaveLength(1)
    expect([String(reported[0]), entries()]).toEqual([
      'TypeError: To remember calls, option "identity" has to give a string or a number.',
      [],
    ])
  })

  test('an end that its user did not see is kept for them', async () => {
    let user = 'ada'
    const page = await open({ identity: () => user })
    page.watch()
    const failed = failureOf(page.store.execute({ amount: 4 }))
    user = 'bob'
    page.store.identify()
    page.client.resolve(guarded, 'charged')
    expect(await failed).toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
    user = 'ada'
    page.store.identify()
    await page.answer({ state: 'finished', value: 'charged' })
    expect(page.store.getState().data).toBe('charged')
  })
})

describe('method resume', () => {
  test('asks after an id from elsewhere, without a try: what is not found is not known', async () => {
    const { client, store, questions, answer } = await open()
    const promise = store.resume('order-7')
    expect(questions()).toMatchObject([{ id: 'order-7', tries: [] }])
    await answer({ state: 'unknown', why: 'no-try' })
    expect(await failureOf(promise)).toMatchObject({ kind: 'connection', delivery: 'unknown' })
    const found = store.resume('order-8')
    await answer({ state: 'running' })
    client.update(calls.outcome, { state: 'finished', value: 'charged' })
    expect(await found).toBe('charged')
  })

  test('gives the promise of a call that the store has already', async () => {
    const { client, store } = await open({ callId: { create: () => 'cart-1' } })
    const promise = store.execute({ amount: 4 })
    expect(store.resume('cart-1')).toBe(promise)
    client.resolve(guarded, 'charged')
    expect(await promise).toBe('charged')
  })

  test('is refused without the option, and so is a name without drop, or one that is no name', async () => {
    const { recover } = await import('../src/recovery.js')
    const client = createFakeClient()
    const store = createActionStore(guarded, { client, recovery: recover(calls) })
    expect(() => store.resume('order-7')).toThrow('Method "resume" needs option "recovery" with a name')
    const recovery = recover(calls, { remember: 'checkout' })
    expect(() => createActionStore(guarded, { client, recovery })).toThrow(
      'Option "recovery" with a name needs option "concurrency" to be drop.',
    )
    for (const remember of ['', 7])
      expect(() => recover(calls, { remember } as never)).toThrow('Option "remember" takes a name.')
  })
})

describe('storage', () => {
  for (const [what, break_] of [
    ['is missing', () => vi.stubGlobal('sessionStorage', undefined)],
    [
      'is forbidden',
      () =>
        Object.defineProperty(globalThis, 'sessionStorage', {
          configurable: true,
          get() {
            throw new Error('SecurityError')
          },
        }),
    ],
    [
      'is full',
      () => {
        storage.setItem = () => {
          throw new Error('QuotaExceededError')
        }
      },
    ],
  ] as const) {
    test(`that ${what} takes nothing from a call`, async () => {
      const { client, store, watch } = await open()
      break_()
      watch()
      const promises = [store.execute({ amount: 4 })]
      client.resolve(guarded, 'charged')
      expect(await promises[0]).toBe('charged')
      store.reset()
      expect(reported.map(String)).toEqual(
        what === 'is missing'
          ? []
          : ['Error: A call is not remembered over a reload: sessionStorage is full or forbidden.'],
      )
      vi.unstubAllGlobals()
    })
  }

  for (const [what, text] of [
    ['garbage', '{'],
    ['null', 'null'],
    [
      'an entry of another version',
      '{"version":2,"id":"a","tries":[],"action":"payments:charge","user":null,"at":1}',
    ],
    [
      'an entry of another action',
      '{"version":1,"id":"a","tries":[],"action":"emails:send","user":null,"at":1}',
    ],
    ['an entry without tries', '{"version":1,"id":"a","action":"payments:charge","user":null,"at":1}'],
    [
      'an entry whose time is no number',
      '{"version":1,"id":"a","tries":[],"action":"payments:charge","user":null}',
    ],
  ] as const) {
    test(`that holds ${what} is as good as empty`, async () => {
      storage.setItem('convex-action:checkout:null', text)
      const { client, store, watch } = await open()
      watch()
      expect(store.getState().status).toBe('idle')
      store.execute({ amount: 4 })
      client.resolve(guarded, 'charged')
      await settle()
      expect(store.getState().data).toBe('charged')
      expect(reported).toEqual([])
    })
  }

  test('that was copied to another tab serves both: each asks, and each is told', async () => {
    const { watch, answer, store } = await reload()
    const copy = { ...storage }
    watch()
    await answer({ state: 'finished', value: 'charged' })
    Object.assign(storage, copy)
    const tab = await open()
    tab.watch()
    await tab.answer({ state: 'finished', value: 'charged' })
    expect([store.getState().data, tab.store.getState().data]).toEqual(['charged', 'charged'])
  })
})
