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

const keys = () => Object.keys(storage)

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
    store.identify()
    expect([store.getState().status, questions()]).toEqual(['idle', []])
    await watch()
    expect(store.getState()).toMatchObject({ phase: 'checking', args: undefined, callId: id, attempt: 1 })
    expect(questions()).toMatchObject([{ action: 'payments:charge', id, tries: [secret] }])
    await answer({ state: 'finished', value: 'charged' })
    expect(store.getState()).toMatchObject({ status: 'success', data: 'charged', args: undefined })
    expect(entries()).toEqual([])
  })

  test('a call that never began is told so, is not sent again, and cannot be tried again without arguments', async () => {
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

  test('a call that nobody knows of stays noted, and is asked again after the next reload, not before', async () => {
    const { store, watch, questions, answer, leave, id } = await reload()
    const stop = await watch()
    await answer({ state: 'lost' })
    expect(store.getState().error).toMatchObject({
      delivery: 'unknown',
      message: 'Nobody knows what became of this. Check before you try again.',
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

  test('a call that timed out as unknown is asked after a reload', async () => {
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

  test('reset after an end that is not known forgets it: the person has seen it', async () => {
    const { store, watch, answer } = await reload()
    await watch()
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
    await watch()
    expect(await failureOf(store.execute({ amount: 4 }))).toMatchObject({ kind: 'dropped' })
  })

  test('the first that is shown is idle, as a server shows it; who has left by then is asked nothing', async () => {
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

  test('is asked once by a component that subscribes twice, as in StrictMode', async () => {
    const { store, watch, questions } = await reload()
    store.subscribe(() => {})()
    await watch()
    expect(questions()).toHaveLength(1)
  })

  test('two stores with one name, both watched: the first goes on with the call, the other stays idle', async () => {
    const { store, make, watch, questions } = await reload()
    const other = make()
    await watch()
    await watch(other)
    expect([store.getState().phase, other.getState().status]).toEqual(['checking', 'idle'])
    expect(questions()).toHaveLength(1)
    other.execute({ amount: 5 })
    expect(String(reported[0])).toContain('Two stores remember calls of payments:charge under the same name.')
  })

  test('a call that this page made is not resumed by another store that is watched', async () => {
    const { store, make, watch, questions } = await open()
    const other = make()
    await watch()
    store.execute({ amount: 4 })
    await watch(other)
    expect([other.getState().status, questions()]).toEqual(['idle', []])
  })

  test('a call that is tried again, or another one after it, is no second store’s', async () => {
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

  test('a call that is tried again after an end that is not known is shown by a component that comes later', async () => {
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

  test('a component that comes back while its call runs shows it', async () => {
    const page = await open()
    page.store.subscribe(() => {})()
    page.store.execute({ amount: 4 })
    const again = page.make()
    await page.watch(again)
    expect(again.getState().phase).toBe('checking')
  })

  test('callbacks come as for any execution, and then the note is gone: a reload before asks again', async () => {
    const noted: number[] = []
    const onSuccess = vi.fn(() => noted.push(entries().length))
    const { watch, answer } = await reload({ onSuccess })
    await watch()
    await answer({ state: 'finished', value: 'charged' })
    expect(onSuccess).toHaveBeenCalledWith('charged', { args: undefined, shown: true, mounted: true })
    expect([noted, entries()]).toEqual([[1], []])
  })

  test('a call that runs is followed live', async () => {
    const { client, store, watch, answer } = await reload()
    await watch()
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
    await next.watch()
    expect(next.questions()[0]?.age).toBeGreaterThanOrEqual(70_000)
  })

  test('a clock that was set back makes no call younger: the server is told an age that it does not believe', async () => {
    const before = await open()
    before.store.execute({ amount: 4 })
    vi.setSystemTime(Date.now() - 3_600_000)
    const next = await open()
    await next.watch()
    expect(next.questions()[0]?.age).toBeLessThan(0)
  })

  test('a page that is left before it is told asks nothing away: the page after it asks the same, and is told', async () => {
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

  test('a call that the client threw at is asked after a reload: it may have gone', async () => {
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

  test('all tries are noted, and since when: the page after it asks of all', async () => {
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

  test('what was not handed over is not noted: a page that goes meanwhile loses a click, and nothing else', async () => {
    const before = await open()
    before.client.disconnect()
    before.store.execute({ amount: 4 })
    expect([before.store.getState().phase, entries()]).toEqual(['queued', []])
    const next = await open()
    await next.watch()
    expect(next.store.getState().status).toBe('idle')
  })

  test('a call that waits for another try is not tried again by the page after it', async () => {
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

  test('a call that failed is not tried again either: its arguments are gone', async () => {
    const { client, store, watch, answer } = await reload({
      retries: { limit: 3, delay: 0, when: () => true },
    })
    await watch()
    await answer({ state: 'failed' })
    await settle()
    expect(store.getState()).toMatchObject({ error: { delivery: 'responded' }, canRetry: false })
    expect(client.calls(guarded)).toEqual([])
  })

  test('a timeout holds for it, too: what has not begun never begins, and it is asked again after a reload', async () => {
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

  test('cancel gives up on it: it is unknown, settle is sent behind, and the next page says the truth', async () => {
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

  test('reset while it is checked takes it out of sight; it is told to its promise, and forgotten', async () => {
    const { store, watch, answer, id } = await reload()
    await watch()
    const promise = store.resume(id)
    store.reset()
    expect([store.getState().status, entries().length]).toEqual(['idle', 1])
    expect(await failureOf(store.execute({ amount: 4 }))).toMatchObject({ kind: 'dropped' })
    await answer({ state: 'finished', value: 'charged' })
    expect([await promise, store.getState().status, entries()]).toEqual(['charged', 'idle', []])
  })

  test('its progress is followed by the call id', async () => {
    const options = { callId: 'callId', progress: progressOf }
    const { client, store, watch, id } = await reload(options)
    const onUpdate = vi.spyOn(client as unknown as { onUpdate(...args: unknown[]): unknown }, 'onUpdate')
    await watch()
    expect(onUpdate.mock.calls[0]?.slice(0, 2)).toEqual([progressOf, { callId: id }])
    client.update(progressOf, 50)
    expect(store.getState()).toMatchObject({ phase: 'checking', progress: 50 })
  })

  test('who executes in a callback asks for another call, also where nobody is subscribed', async () => {
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

  test('two actions under one name are kept apart', async () => {
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

  test('a name that another begins with is another name', async () => {
    const { recover } = await import('../src/recovery.js')
    const client = createFakeClient()
    const named = (remember: string) =>
      createActionStore(guarded, { client, concurrency: 'drop', recovery: recover(calls, { remember }) })
    named('a":1').execute({ amount: 4 })
    named('a').execute({ amount: 5 })
    expect([client.calls(guarded).length, keys().length]).toEqual([2, 2])
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

  test('a user who comes back while the call still runs sees it again', async () => {
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

  test('a guest pays, whoever else has a call that is noted', async () => {
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

  test('users are told apart by more than how they are written: 1 is not "1"', async () => {
    let user: string | number = 1
    const identity = () => user
    const before = await open({ identity })
    before.store.execute({ amount: 4 })
    user = '1'
    const { store, watch } = await open({ identity })
    await watch()
    expect(store.getState().status).toBe('idle')
  })

  test('a click before the user is known joins the newest of all calls', async () => {
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

  test('another user who comes while it is checked sees nothing, and it is kept for its own', async () => {
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

  test('where the first user turns out to be another one, the screen is idle, and no progress was seen', async () => {
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

  test('nothing is asked as somebody else: also not behind a timeout before its user is known', async () => {
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

  test('an identity that cannot be written down is reported, and the call goes on without a note', async () => {
    const user = { id: 'ada' }
    const { client, store } = await open({ identity: () => user })
    store.execute({ amount: 4 })
    expect(client.calls(guarded)).toHaveLength(1)
    expect([String(reported[0]), entries()]).toEqual([
      'TypeError: To remember calls, option "identity" must return a string or a number.',
      [],
    ])
  })

  test('an end that its user did not see is kept for them', async () => {
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

  test('by another id than the one that is noted asks without tries, and leaves the note', async () => {
    const { store, questions, answer } = await reload()
    store.resume('order-7').catch(() => {})
    expect(questions()).toMatchObject([{ id: 'order-7', tries: [] }])
    await answer({ state: 'finished', value: 'charged' })
    expect([store.getState().data, entries().length]).toEqual(['charged', 1])
  })

  test('asks once more after an end that is not known, by the tries that are noted', async () => {
    const { store, watch, questions, answer, id, secret } = await reload()
    await watch()
    await answer({ state: 'lost' })
    const promise = store.resume(id)
    expect(questions()[1]).toMatchObject({ id, tries: [secret] })
    await answer({ state: 'finished', value: 'charged' })
    expect([await promise, entries()]).toEqual(['charged', []])
  })

  test('is refused without the option, and so is a name without drop, or one that is no name', async () => {
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
    test(`that ${what} takes nothing from a call`, async () => {
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
    test(`that holds ${what} is as good as empty`, async () => {
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

  test('that refuses to remove an entry takes nothing from a call either', async () => {
    const { client, store } = await open()
    const promise = store.execute({ amount: 4 })
    storage.removeItem = () => {
      throw new Error('SecurityError')
    }
    client.resolve(guarded, 'charged')
    expect(await promise).toBe('charged')
    expect(reported.map(String)).toEqual(['Error: SecurityError'])
  })

  test('that was copied to another tab serves both: each asks, and each is told', async () => {
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
