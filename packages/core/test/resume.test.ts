import { makeFunctionReference } from 'convex/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ActionError, createActionStore, type Provided } from '../src/index.js'
import { createProvider } from '../src/provider.js'
import type { CallOutcome } from '../src/recovery.js'
import { createFakeClient } from '../src/testing.js'
import { calls, guarded, progressOf, send } from './actions.js'
import { failureOf } from './promises.js'
import { catchReports, holdTime, settle } from './surroundings.js'

holdTime()
const reported = catchReports()

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
let storage: Storage
beforeEach(() => {
  storage = new Storage()
  vi.stubGlobal('sessionStorage', storage)
})
afterEach(() => void vi.unstubAllGlobals())
const entries = () => Object.values(storage).map((text) => JSON.parse(String(text)))

const keys = () => Object.keys(storage)

/** A page of the tab, with a store that remembers its call. Opening another page is a reload. */
async function open(options: object = {}, provided: Omit<Provided, 'client'> = {}) {
  // A new page knows nothing except what is in its storage.
  vi.resetModules()
  const { recover } = await import('../src/recovery.js')
  const client = createFakeClient()
  const recovery = recover(calls, { remember: 'checkout' })
  const make = () =>
    createActionStore(guarded, { recovery, concurrency: 'drop', ...options }, { ...provided, client })
  const store = make()
  const watch = async (watched = store) => {
    const stop = watched.subscribe(() => {})
    await settle()
    return stop
  }
  const questions = () => client.calls(calls.settle).map(({ args }) => args)
  const answer = async (outcome: CallOutcome) => {
    client.resolve(calls.settle, outcome)
    await settle()
  }
  /** Leaves the page. Calls that were handed over continue. */
  const leave = () => client.close().then(settle)
  return { client, store, make, watch, questions, answer, leave }
}

/** A page that was left while its call was running, and the next page. */
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
  test('store what is needed to ask before the call is handed over, but no argument and no result', async () => {
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

  test('after a reload, the call is checked once something is subscribed, and ends with its real outcome', async () => {
    const { store, watch, questions, answer, id, secret } = await reload()
    store.identify()
    expect([store.getState().status, questions()]).toEqual(['idle', []])
    await watch()
    expect(store.getState()).toMatchObject({ phase: 'checking', args: undefined, callId: id, attempt: 1 })
    expect(questions()).toMatchObject([{ action: 'payments:charge', id, tries: [secret] }])
    await answer({ state: 'finished', value: 'charged' })
    expect(store.getState()).toMatchObject({ status: 'success', data: 'charged', args: undefined })
    expect(entries()).toEqual([])
  })

  test('a call that never began is reported as such, is not sent again, and cannot be tried again without arguments', async () => {
    const { client, store, watch, answer } = await reload({ retries: 3 })
    await watch()
    await answer({ state: 'never' })
    const { error, canRetry } = store.getState()
    expect(error).toMatchObject({ kind: 'connection', delivery: 'not-sent' })
    expect(error?.message).toBe('This never began. Nothing happened; you can try again.')
    expect([canRetry, client.calls(guarded), entries()]).toEqual([false, [], []])
    expect(await failureOf(store.retry())).toMatchObject({ kind: 'dropped' })
    store.execute({ amount: 4 })
    expect(client.calls(guarded)).toHaveLength(1)
  })

  test('a call with an unknown outcome stays stored, and is asked about again after the next reload, not before', async () => {
    const { store, watch, questions, answer, leave, id } = await reload()
    const stop = await watch()
    await answer({ state: 'lost' })
    expect(store.getState().error).toMatchObject({
      delivery: 'unknown',
      message: 'It is not known what happened to this. Check before you try again.',
    })
    stop()
    await watch()
    expect(questions()).toHaveLength(1)
    await leave()
    const next = await open()
    await next.watch()
    expect(next.questions()).toMatchObject([{ id }])
    await next.answer({ state: 'finished', value: 'charged' })
    expect(next.store.getState().data).toBe('charged')
  })

  test('a call that timed out as unknown is asked about after a reload', async () => {
    const page = await open({ timeout: 50 })
    await page.watch()
    page.store.execute({ amount: 4 })
    await vi.advanceTimersByTimeAsync(50)
    await page.answer({ state: 'running' })
    expect(page.store.getState().error).toMatchObject({ kind: 'timeout', delivery: 'unknown' })
    const next = await open()
    await next.watch()
    await next.answer({ state: 'finished', value: 'charged' })
    expect(next.store.getState()).toMatchObject({ status: 'success', data: 'charged' })
  })

  test('reset after an unknown outcome removes the call, because the user has seen it', async () => {
    const { store, watch, answer } = await reload()
    await watch()
    await answer({ state: 'lost' })
    expect(entries()).toHaveLength(1)
    store.reset()
    expect(entries()).toEqual([])
  })

  test('a click before the resume joins the call, and nothing is paid again', async () => {
    const { client, store, answer } = await reload()
    const promise = store.execute({ amount: 4 })
    expect(store.getState().phase).toBe('checking')
    await answer({ state: 'finished', value: 'charged' })
    expect(await promise).toBe('charged')
    expect(client.calls(guarded)).toEqual([])
  })

  test('a second click does not join: it is refused, as during any call', async () => {
    const { store, watch } = await reload()
    await watch()
    expect(await failureOf(store.execute({ amount: 4 }))).toMatchObject({ kind: 'dropped' })
  })

  test('the first state is idle, as on a server, and nothing is asked if the component has unmounted by then', async () => {
    const { store, questions } = await reload()
    const seen: string[] = []
    store.subscribe(({ status }) => seen.push(status))()
    await settle()
    expect([seen, questions()]).toEqual([['idle'], []])
    store.subscribe(({ status }) => seen.push(status))
    expect(store.getState().status).toBe('idle')
    await settle()
    expect(seen).toEqual(['idle', 'idle', 'pending'])
  })

  test('a component that subscribes twice, as in StrictMode, asks once', async () => {
    const { store, watch, questions } = await reload()
    store.subscribe(() => {})()
    await watch()
    expect(questions()).toHaveLength(1)
  })

  test('of two subscribed stores with one name, the first resumes the call and the other stays idle', async () => {
    const { store, make, watch, questions } = await reload()
    const other = make()
    await watch()
    await watch(other)
    expect([store.getState().phase, other.getState().status]).toEqual(['checking', 'idle'])
    expect(questions()).toHaveLength(1)
    other.execute({ amount: 5 })
    expect(String(reported[0])).toContain('Two stores remember calls of payments:charge under one name.')
  })

  test('a call of this page is not resumed by another store while it is shown', async () => {
    const { store, make, watch, questions } = await open()
    const other = make()
    await watch()
    store.execute({ amount: 4 })
    await watch(other)
    expect([other.getState().status, questions()]).toEqual(['idle', []])
  })

  test('a call that is tried again, or a later call, is not resumed by a second store', async () => {
    const { client, store, watch, answer } = await open({ retries: { limit: 1, delay: 0 } })
    await watch()
    store.execute({ amount: 4 })
    client.disconnect()
    await settle()
    client.connect()
    await answer({ state: 'never' })
    await settle()
    expect(client.calls(guarded)).toHaveLength(2)
    client.disconnect()
    await settle()
    client.connect()
    await answer({ state: 'lost' })
    expect(store.getState().error).toMatchObject({ delivery: 'unknown' })
    store.execute({ amount: 5 })
    expect(client.calls(guarded)).toHaveLength(3)
    expect(reported).toEqual([])
  })

  test('a call that is tried again after an unknown outcome is shown by a component that is mounted later', async () => {
    const page = await open()
    const leave = await page.watch()
    page.store.execute({ amount: 4 })
    page.client.disconnect()
    await settle()
    page.client.connect()
    await page.answer({ state: 'lost' })
    page.store.retry()
    leave()
    const again = page.make()
    await page.watch(again)
    expect(again.getState().phase).toBe('checking')
  })

  test('a component that comes back while its call is running shows the call', async () => {
    const page = await open()
    page.store.subscribe(() => {})()
    page.store.execute({ amount: 4 })
    const again = page.make()
    await page.watch(again)
    expect(again.getState().phase).toBe('checking')
  })

  test('callbacks are called as for any execution, and then the stored call is removed: a reload before that asks again', async () => {
    const noted: number[] = []
    const onSuccess = vi.fn(() => noted.push(entries().length))
    const { watch, answer } = await reload({ onSuccess })
    await watch()
    await answer({ state: 'finished', value: 'charged' })
    expect(onSuccess).toHaveBeenCalledWith('charged', { args: undefined, shown: true, mounted: true })
    expect([noted, entries()]).toEqual([[1], []])
  })

  test('a running call is followed live', async () => {
    const { client, store, watch, answer } = await reload()
    await watch()
    await answer({ state: 'running' })
    expect(store.getState().phase).toBe('checking')
    client.update(calls.outcome, { state: 'finished', value: 'charged' })
    await settle()
    expect(store.getState().data).toBe('charged')
  })

  test('the age that is sent to the server continues across the reload', async () => {
    const before = await open()
    before.store.execute({ amount: 4 })
    await vi.advanceTimersByTimeAsync(70_000)
    const next = await open()
    await next.watch()
    expect(next.questions()[0]?.age).toBeGreaterThanOrEqual(70_000)
  })

  test('a clock that was set back makes no call younger: the server receives an age that it refuses', async () => {
    const before = await open()
    before.store.execute({ amount: 4 })
    vi.setSystemTime(Date.now() - 3_600_000)
    const next = await open()
    await next.watch()
    expect(next.questions()[0]?.age).toBeLessThan(0)
  })

  test('a page that is left before the answer loses nothing: the next page asks again and gets the answer', async () => {
    const second = await reload()
    await second.watch()
    await second.leave()
    const third = await open()
    await third.watch()
    const asked = ({ questions }: typeof third) => questions().map(({ id, tries }) => [id, tries])
    expect(asked(third)).toEqual(asked(second))
    await third.answer({ state: 'finished', value: 'charged' })
    expect([third.store.getState().data, entries()]).toEqual(['charged', []])
  })

  test('a call whose client threw is asked about after a reload, because it may have been sent', async () => {
    const { client, store } = await open()
    client.action = () => {
      throw new Error('boom')
    }
    expect(await failureOf(store.execute({ amount: 4 }))).toMatchObject({ delivery: 'unknown' })
    expect(entries()).toHaveLength(1)
    const next = await open()
    await next.watch()
    await next.answer({ state: 'never' })
    expect(next.store.getState().error).toMatchObject({ delivery: 'not-sent' })
  })

  test('all tries and their start are stored, and the next page asks about all of them', async () => {
    const { client, store } = await open({ retries: { limit: 1, delay: 1000, when: () => true } })
    const at = Date.now()
    store.execute({ amount: 4 })
    client.reject(guarded, new Error('busy'))
    await vi.advanceTimersByTimeAsync(1000)
    const tries = client.calls(guarded).map(({ args }) => args.call?.try)
    expect(tries).toHaveLength(2)
    expect(entries()).toMatchObject([{ tries, at }])
    const next = await open()
    await next.watch()
    expect(next.questions()).toMatchObject([{ tries }])
  })

  test('a call that was not handed over is not stored: a reload then loses the click and nothing else', async () => {
    const before = await open()
    before.client.disconnect()
    before.store.execute({ amount: 4 })
    expect([before.store.getState().phase, entries()]).toEqual(['queued', []])
    const next = await open()
    await next.watch()
    expect(next.store.getState().status).toBe('idle')
  })

  test('a call that waits for another try is not tried again by the next page', async () => {
    const before = await open({ retries: { limit: 3, delay: 1000 } })
    before.store.execute({ amount: 4 })
    const lost = before.client.disconnect
    lost()
    await settle()
    before.client.connect()
    await before.answer({ state: 'never' })
    expect(before.store.getState().phase).toBe('retrying')
    const next = await open({ retries: { limit: 3, delay: 1000 } })
    await next.watch()
    await next.answer({ state: 'never' })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(next.client.calls(guarded)).toEqual([])
    expect(next.store.getState().error).toMatchObject({ delivery: 'not-sent' })
  })

  test('a failed call is not tried again either, because its arguments are gone', async () => {
    const { client, store, watch, answer } = await reload({
      retries: { limit: 3, delay: 0, when: () => true },
    })
    await watch()
    await answer({ state: 'failed' })
    await settle()
    expect(store.getState()).toMatchObject({ error: { delivery: 'responded' }, canRetry: false })
    expect(client.calls(guarded)).toEqual([])
  })

  test('a timeout applies to a resumed call: if it has not begun, it never begins, and it is asked about again after a reload', async () => {
    const { client, store, watch, questions, id } = await reload({ timeout: 50 })
    client.disconnect()
    await watch()
    await vi.advanceTimersByTimeAsync(50)
    expect(store.getState().error).toMatchObject({ kind: 'timeout', delivery: 'unknown' })
    expect(questions()).toMatchObject([{ id }])
    expect(entries()).toMatchObject([{ id }])
    const next = await open()
    await next.watch()
    expect(next.questions()).toMatchObject([{ id }])
  })

  test('cancel gives up on a resumed call as unknown and sends settle, and the next page shows the real outcome', async () => {
    const { client, store, watch, questions, id } = await reload()
    client.disconnect()
    await watch()
    const promise = store.resume(id)
    store.cancel()
    expect(await failureOf(promise)).toMatchObject({ kind: 'canceled', delivery: 'unknown' })
    expect([store.getState().status, questions().length]).toEqual(['idle', 1])
    const next = await open()
    await next.watch()
    await next.answer({ state: 'finished', value: 'charged' })
    expect(next.store.getState().data).toBe('charged')
  })

  test('reset during the check hides the call; its promise still settles, and the stored call is removed', async () => {
    const { store, watch, answer, id } = await reload()
    await watch()
    const promise = store.resume(id)
    store.reset()
    expect([store.getState().status, entries().length]).toEqual(['idle', 1])
    expect(await failureOf(store.execute({ amount: 4 }))).toMatchObject({ kind: 'dropped' })
    await answer({ state: 'finished', value: 'charged' })
    expect([await promise, store.getState().status, entries()]).toEqual(['charged', 'idle', []])
  })

  test('the progress of a resumed call is followed by its call id', async () => {
    const options = { callId: 'callId', progress: progressOf }
    const { client, store, watch, id } = await reload(options)
    const onUpdate = vi.spyOn(client as unknown as { onUpdate(...args: unknown[]): unknown }, 'onUpdate')
    await watch()
    expect(onUpdate.mock.calls[0]?.slice(0, 2)).toEqual([progressOf, { callId: id }])
    client.update(progressOf, 50)
    expect(store.getState()).toMatchObject({ phase: 'checking', progress: 50 })
  })

  test('execute in a callback starts a new call, even without a subscriber', async () => {
    const { client, store } = await open({
      onSuccess: (result: string) => {
        if (result === 'first') store.execute({ amount: 5 })
      },
    })
    store.execute({ amount: 4 })
    client.resolve(guarded, 'first')
    await settle()
    expect(client.calls(guarded).map(({ args }) => args.amount)).toEqual([4, 5])
  })

  test('two actions with the same name are kept apart', async () => {
    const { store, client, watch } = await open()
    const { recover } = await import('../src/recovery.js')
    store.execute({ amount: 4 })
    const other = createActionStore(send, {
      client,
      concurrency: 'drop',
      recovery: recover(calls, { remember: 'checkout' }) as never,
    })
    await watch()
    other.subscribe(() => {})
    other.execute({ to: 'ada' })
    expect(client.calls(send)).toHaveLength(1)
    expect(entries().map(({ action }) => action)).toEqual(['payments:charge', 'emails:send'])
    expect(reported).toEqual([])
  })

  test('two actions with the same call id are kept apart, as the payment and the receipt of one cart are', async () => {
    const receipt = makeFunctionReference('receipts:send') as unknown as typeof guarded
    const callId = { create: () => 'cart-1' }
    const pages = async () => {
      const page = await open({ callId })
      const { recover } = await import('../src/recovery.js')
      const recovery = recover(calls, { remember: 'receipt' })
      const { client, store } = page
      return {
        ...page,
        stores: [store, createActionStore(receipt, { client, recovery, callId, concurrency: 'drop' })],
      }
    }
    for (const store of (await pages()).stores) store.execute({ amount: 4 })
    const { stores, watch, answer } = await pages()
    for (const store of stores) {
      await watch(store)
      expect(store.getState()).toMatchObject({ phase: 'checking', callId: 'cart-1' })
      await answer({ state: 'finished', value: 'done' })
      expect(store.getState()).toMatchObject({ status: 'success' })
    }
  })

  test('a name that is the start of another name is a different name', async () => {
    const { recover } = await import('../src/recovery.js')
    const client = createFakeClient()
    const named = (remember: string) =>
      createActionStore(guarded, { client, concurrency: 'drop', recovery: recover(calls, { remember }) })
    named('a":1').execute({ amount: 4 })
    named('a').execute({ amount: 5 })
    expect([client.calls(guarded).length, keys().length]).toEqual([2, 2])
  })
})

describe('which user may see a call from before the reload', () => {
  test('another user sees nothing of it, and it is still there when its own user is back', async () => {
    let user: string | undefined = 'ada'
    const identity = () => user
    const before = await open({ identity })
    before.store.execute({ amount: 4 })
    user = 'bob'
    const { store, watch, questions, answer } = await open({ identity })
    await watch()
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
    await watch()
    expect(store.getState().status).toBe('idle')
    session.user = 'ada'
    store.identify()
    expect([store.getState().phase, questions()]).toEqual(['checking', []])
    session.ready = true
    store.identify()
    expect(questions()).toHaveLength(1)
  })

  test('a click before the user is known waits for the user: the stored call is checked and not paid again', async () => {
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

  test('a user who comes back while the call is still running sees it again', async () => {
    let user = 'ada'
    const page = await open({ identity: () => user })
    await page.watch()
    page.store.execute({ amount: 4 })
    user = 'bob'
    page.store.identify()
    expect(page.store.getState().status).toBe('idle')
    user = 'ada'
    page.store.identify()
    expect(page.store.getState().phase).toBe('checking')
    page.client.resolve(guarded, 'charged')
    await settle()
    const other = page.make()
    await page.watch(other)
    expect(other.getState().status).toBe('idle')
    await page.answer({ state: 'finished', value: 'charged' })
    expect([page.store.getState().data, entries()]).toEqual(['charged', []])
  })

  test('a guest can pay, whatever other user has a stored call', async () => {
    const session: { user?: string } = { user: 'ada' }
    const provider = (more = {}) => createProvider({ identity: () => session.user, ...more })
    const before = await open({}, provider())
    before.store.execute({ amount: 4 })
    delete session.user
    for (const more of [{}, { ready: () => true }]) {
      const { client, store, watch } = await open({}, provider(more))
      await watch()
      store.execute({ amount: 5 })
      expect([store.getState().phase, client.calls(guarded).length]).toEqual(['running', 1])
      client.resolve(guarded, 'charged')
      await settle()
    }
    expect(entries()).toMatchObject([{ user: 'ada' }])
  })

  test('users are distinguished by type too: 1 is not "1"', async () => {
    let user: string | number = 1
    const identity = () => user
    const before = await open({ identity })
    before.store.execute({ amount: 4 })
    user = '1'
    const { store, watch } = await open({ identity })
    await watch()
    expect(store.getState().status).toBe('idle')
  })

  test('a call that was made before the first user was known is stored for that user, and resumed after a reload', async () => {
    const session: { user?: string; ready: boolean } = { ready: false }
    const provider = () => createProvider({ identity: () => session.user, ready: () => session.ready })
    const before = await open({}, provider())
    before.store.execute({ amount: 4 })
    Object.assign(session, { user: 'ada', ready: true })
    before.store.identify()
    expect(before.client.calls(guarded)).toHaveLength(1)
    expect(entries()).toMatchObject([{ user: 'ada' }])
    Object.assign(session, { user: undefined, ready: false })
    const { store, watch, questions } = await open({}, provider())
    await watch()
    Object.assign(session, { user: 'ada', ready: true })
    store.identify()
    expect([store.getState().phase, questions().length]).toEqual(['checking', 1])
  })

  test('the stored call of a guest moves to the first user when it is tried again', async () => {
    let user: string | undefined
    const provider = createProvider({ identity: () => user, ready: () => true })
    const { client, store, answer } = await open({ retries: { limit: 1, delay: 1 } }, provider)
    store.execute({ amount: 4 })
    expect(entries()).toMatchObject([{ user: null }])
    user = 'ada'
    client.disconnect()
    await settle()
    client.connect()
    await answer({ state: 'never' })
    await vi.advanceTimersByTimeAsync(1)
    expect(client.calls(guarded)).toHaveLength(2)
    expect(entries()).toMatchObject([{ user: 'ada' }])
  })

  test('a click before the user is known joins the newest stored call', async () => {
    let user: string | undefined
    const identity = () => user
    const ids: unknown[] = []
    for (const name of ['ada', 'bob', 'cleo']) {
      user = name
      const page = await open({ identity })
      await vi.advanceTimersByTimeAsync(1000)
      page.store.execute({ amount: 4 })
      ids.push(page.client.calls(guarded)[0]?.args.call?.id)
      // Cleo's clock is behind.
      if (name === 'bob') vi.setSystemTime(Date.now() - 60_000)
    }
    user = undefined
    const { store } = await open({}, createProvider({ identity, ready: () => false }))
    store.execute({ amount: 4 })
    expect(store.getState().callId).toBe(ids[1])
  })

  test('another user who signs in during the check sees nothing, and the call is kept for its own user', async () => {
    let user = 'ada'
    const identity = () => user
    const before = await open({ identity })
    before.store.execute({ amount: 4 })
    const { store, watch, answer, questions } = await open({ identity })
    await watch()
    user = 'bob'
    store.identify()
    await answer({ state: 'finished', value: 'charged' })
    expect(store.getState()).toMatchObject({ status: 'idle', data: undefined })
    expect(entries()).toMatchObject([{ user: 'ada' }])
    user = 'ada'
    store.identify()
    expect([store.getState().phase, questions().length]).toEqual(['checking', 2])
  })

  test('if the first user turns out to be another user, the state is idle, and no progress was shown', async () => {
    const session: { user?: string; ready: boolean } = { user: 'ada', ready: true }
    const provider = () => createProvider({ identity: () => session.user, ready: () => session.ready })
    const options = { callId: 'callId', progress: progressOf }
    const before = await open(options, provider())
    before.store.execute({ amount: 4 })
    Object.assign(session, { user: undefined, ready: false })
    const { client, store, watch, questions } = await open(options, provider())
    await watch()
    const failed = failureOf(store.execute({ amount: 4 }))
    client.update(progressOf, 50)
    expect(store.getState().progress).toBeUndefined()
    Object.assign(session, { user: 'bob', ready: true })
    store.identify()
    expect(await failed).toMatchObject({ kind: 'identity-changed', delivery: 'unknown' })
    expect(store.getState()).toMatchObject({ status: 'idle', progress: undefined, callId: undefined })
    expect([questions(), entries().length]).toEqual([[], 1])
  })

  test('nothing is asked as another user, not even after a timeout before the user is known', async () => {
    const session: { user?: string; ready: boolean } = { user: 'ada', ready: true }
    const provider = () => createProvider({ identity: () => session.user, ready: () => session.ready })
    const before = await open({}, provider())
    before.store.execute({ amount: 4 })
    Object.assign(session, { user: undefined, ready: false })
    const { store, questions } = await open({ timeout: 50 }, provider())
    const failed = failureOf(store.execute({ amount: 4 }))
    await vi.advanceTimersByTimeAsync(50)
    expect(await failed).toMatchObject({ kind: 'timeout', delivery: 'unknown' })
    expect([questions(), entries().length]).toEqual([[], 1])
  })

  test('an identity that cannot be stored is reported, and the call continues without being remembered', async () => {
    const user = { id: 'ada' }
    const { client, store } = await open({ identity: () => user })
    store.execute({ amount: 4 })
    expect(client.calls(guarded)).toHaveLength(1)
    expect([String(reported[0]), entries()]).toEqual([
      'TypeError: To remember calls, option "identity" must return a string or a number.',
      [],
    ])
  })

  test('an outcome that its user did not see is kept for that user', async () => {
    let user = 'ada'
    const page = await open({ identity: () => user })
    await page.watch()
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
  test('asks about an id from elsewhere without a try: a call that is not found is unknown', async () => {
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

  test('before the user is known waits for the user, who then gets the answer', async () => {
    const session: { user?: string; ready: boolean } = { ready: false }
    const provider = createProvider({ identity: () => session.user, ready: () => session.ready })
    const { store, questions, answer } = await open({}, provider)
    const outcome = store.resume('cart-1')
    Object.assign(session, { user: 'ada', ready: true })
    store.identify()
    expect(questions()).toMatchObject([{ id: 'cart-1', tries: [] }])
    await answer({ state: 'finished', value: 'charged' })
    expect(await outcome).toBe('charged')
  })

  test('returns the promise of a call that the store already has', async () => {
    const { client, store } = await open({ callId: { create: () => 'cart-1' } })
    const promise = store.execute({ amount: 4 })
    expect(store.resume('cart-1')).toBe(promise)
    client.resolve(guarded, 'charged')
    expect(await promise).toBe('charged')
  })

  test('with another id than the stored one asks without tries, and keeps the stored call', async () => {
    const { store, questions, answer } = await reload()
    store.resume('order-7').catch(() => {})
    expect(questions()).toMatchObject([{ id: 'order-7', tries: [] }])
    await answer({ state: 'finished', value: 'charged' })
    expect([store.getState().data, entries().length]).toEqual(['charged', 1])
  })

  test('asks again after an unknown outcome, with the stored tries', async () => {
    const { store, watch, questions, answer, id, secret } = await reload()
    await watch()
    await answer({ state: 'lost' })
    const promise = store.resume(id)
    expect(questions()[1]).toMatchObject({ id, tries: [secret] })
    await answer({ state: 'finished', value: 'charged' })
    expect([await promise, entries()]).toEqual(['charged', []])
  })

  test('is refused without the option; a name without drop and an invalid name are refused too', async () => {
    const { recover } = await import('../src/recovery.js')
    const client = createFakeClient()
    const store = createActionStore(guarded, { client, recovery: recover(calls) })
    expect(() => store.resume('order-7')).toThrow('resume() needs option "recovery" with "remember"')
    const recovery = recover(calls, { remember: 'checkout' })
    expect(() => createActionStore(guarded, { client, recovery })).toThrow(
      'Option "recovery" with "remember" needs concurrency: "drop".',
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
    test(`that ${what} does not affect a call`, async () => {
      const { client, store, watch } = await open()
      break_()
      await watch()
      const promises = [store.execute({ amount: 4 })]
      client.resolve(guarded, 'charged')
      expect(await promises[0]).toBe('charged')
      store.execute({ amount: 5 })
      client.resolve(guarded, 'charged')
      await settle()
      store.reset()
      expect(reported.map(String)).toEqual(
        what === 'is missing'
          ? []
          : ['Error: A call cannot be remembered across a reload: sessionStorage is full or blocked.'],
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
    ['an entry without tries', '{"version":1,"id":"a","action":"payments:charge","user":null,"at":1}'],
    ['an entry whose tries are no texts', '{"version":1,"id":"a","tries":[1],"user":null,"at":1}'],
    ['an entry whose id is no text', '{"version":1,"id":1,"tries":[],"user":null,"at":1}'],
    [
      'an entry whose time is no number',
      '{"version":1,"id":"a","tries":[],"action":"payments:charge","user":null}',
    ],
  ] as const) {
    test(`that holds ${what} counts as empty`, async () => {
      storage.setItem(`convex-action:${JSON.stringify(['checkout', 'payments:charge'])}:null`, text)
      const { client, store, watch } = await open()
      await watch()
      expect(store.getState().status).toBe('idle')
      store.execute({ amount: 4 })
      client.resolve(guarded, 'charged')
      await settle()
      expect(store.getState().data).toBe('charged')
      expect(reported).toEqual([])
    })
  }

  test('that refuses to remove an entry does not affect a call either', async () => {
    const { client, store } = await open()
    const promise = store.execute({ amount: 4 })
    storage.removeItem = () => {
      throw new Error('SecurityError')
    }
    client.resolve(guarded, 'charged')
    expect(await promise).toBe('charged')
    expect(reported.map(String)).toEqual(['Error: SecurityError'])
  })

  test('that was copied to another tab serves both tabs: each asks and gets its answer', async () => {
    const { watch, answer, store } = await reload()
    const copy = { ...storage }
    await watch()
    await answer({ state: 'finished', value: 'charged' })
    Object.assign(storage, copy)
    const tab = await open()
    await tab.watch()
    await tab.answer({ state: 'finished', value: 'charged' })
    expect([store.getState().data, tab.store.getState().data]).toEqual(['charged', 'charged'])
  })
})
