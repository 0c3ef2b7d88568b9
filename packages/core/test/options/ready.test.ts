import { describe, expect, test, vi } from 'vitest'
import { type ActionOptions, createActionStore } from '../../src/index.js'
import { createProvider } from '../../src/provider.js'
import { createFakeClient } from '../../src/testing.js'
import { charge, send } from '../actions.js'
import { failureOf } from '../promises.js'
import { watch } from '../stores.js'
import { catchReports, holdTime, settle } from '../surroundings.js'

holdTime()
const reported = catchReports()

/** A page with a sign-in: the current user, and whether calls may be sent. Each change is announced. */
function signIn(
  start: { user?: string; ready?: boolean } = {},
  socket?: Parameters<typeof createFakeClient>[0],
) {
  const session: { user?: string; ready?: boolean } = { ready: false, ...start }
  const listeners = new Set<() => void>()
  const client = createFakeClient(socket)
  const provided = createProvider({
    client,
    identity: () => session.user,
    ready: () => !!session.ready,
    watch(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  })
  return {
    client,
    provided,
    listeners,
    storeOf: (options: ActionOptions<typeof send> = {}) => createActionStore(send, options, provided),
    sent: () => client.calls(send).map(({ args }) => args.to),
    change(now: typeof session) {
      Object.assign(session, now)
      for (const listener of listeners) listener()
    },
  }
}

describe('a provider that is not ready', () => {
  test('keeps calls queued, and sends each once and in order when it is ready', async () => {
    const { storeOf, sent, change } = signIn()
    const store = storeOf()
    const seen = watch(store)
    const promises = ['ada', 'bob'].map((to) => store.execute({ to }))
    expect([seen().at(-1), sent()]).toEqual(['queued', []])
    change({ user: 'user-1', ready: true })
    expect([seen().at(-1), sent()]).toEqual(['running', ['ada', 'bob']])
    store.cancel()
    await Promise.allSettled(promises)
  })

  test('lets waiting calls be canceled and time out: they were not sent', async () => {
    const { storeOf, sent, change } = signIn()
    const store = storeOf({ timeout: 50 })
    const canceled = failureOf(store.execute({ to: 'ada' }))
    store.cancel()
    const late = failureOf(store.execute({ to: 'bob' }))
    await vi.advanceTimersByTimeAsync(50)
    expect(await canceled).toMatchObject({ kind: 'canceled', delivery: 'not-sent' })
    expect(await late).toMatchObject({ kind: 'timeout', delivery: 'not-sent' })
    change({ ready: true })
    expect(sent()).toEqual([])
  })

  test('also holds back the next try while a token is refreshed', async () => {
    const { client, provided, change } = signIn({ user: 'user-1', ready: true })
    const store = createActionStore(charge, { callId: 'callId', retries: { limit: 1, delay: 5 } }, provided)
    store.execute({ amount: 1 })
    client.disconnect()
    await settle()
    client.connect()
    change({ ready: false })
    await vi.advanceTimersByTimeAsync(5)
    expect(store.getState()).toMatchObject({ phase: 'queued', attempt: 2 })
    expect(client.calls(charge)).toHaveLength(1)
    change({ ready: true })
    expect(client.calls(charge)).toHaveLength(2)
    store.cancel()
  })

  test('does not affect a user who stays: calls that wait during a refresh are sent, and the data stays', async () => {
    const { client, storeOf, sent, change } = signIn({ user: 'user-1', ready: true })
    const store = storeOf()
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await settle()
    change({ ready: false })
    store.execute({ to: 'bob' })
    expect(sent()).toEqual(['ada'])
    change({ ready: true })
    expect(sent()).toEqual(['ada', 'bob'])
    expect(store.getState().data).toEqual({ messageId: 'm1' })
    store.cancel()
  })

  test('keeps queued calls in order', async () => {
    const { client, storeOf, sent, change } = signIn()
    const store = storeOf({ concurrency: 'queue' })
    for (const to of ['ada', 'bob']) store.execute({ to })
    change({ user: 'user-1', ready: true })
    expect(sent()).toEqual(['ada'])
    client.resolve(send, { messageId: 'm1' })
    await settle()
    expect(sent()).toEqual(['ada', 'bob'])
    store.cancel()
  })

  test('ends waiting calls when the user signs out: they were not sent', async () => {
    const { storeOf, sent, change } = signIn({ user: 'user-1', ready: false })
    const failed = failureOf(storeOf().execute({ to: 'ada' }))
    change({ user: undefined, ready: false })
    expect(await failed).toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
    change({ user: 'user-2', ready: true })
    expect(sent()).toEqual([])
  })

  test('is noticed without a watcher too: identify reads it again', () => {
    const client = createFakeClient()
    let isReady = false
    const store = createActionStore(send, {}, createProvider({ client, ready: () => isReady }))
    store.execute({ to: 'ada' })
    store.identify()
    expect(store.getState().phase).toBe('queued')
    isReady = true
    store.identify()
    expect(store.getState().phase).toBe('running')
    store.cancel()
  })

  test('is watched only while calls wait for it: an idle store has no subscription', async () => {
    const { storeOf, listeners, change } = signIn()
    const [store, other] = [storeOf(), storeOf()]
    expect(listeners.size).toBe(0)
    for (const one of [store, other]) one.execute({ to: 'ada' })
    expect(listeners.size).toBe(1)
    other.cancel()
    expect(listeners.size).toBe(1)
    change({ ready: true })
    expect(listeners.size).toBe(0)
    store.cancel()
  })

  test('that throws or returns a promise is reported, and nothing is sent as the wrong user', () => {
    const client = createFakeClient()
    let ready = (): never => {
      throw new Error('no session')
    }
    const store = createActionStore(send, {}, createProvider({ client, ready: () => ready() }))
    store.execute({ to: 'ada' })
    ready = () => Promise.resolve(true) as never
    store.identify()
    expect(client.calls(send)).toEqual([])
    expect(new Set(reported.map(String))).toEqual(
      new Set(['Error: no session', 'TypeError: Option "ready" must return true or false, not a promise.']),
    )
    store.cancel()
  })
})

describe('a call before anyone was known', () => {
  test('belongs to the first user: it is sent for that user, and its result is shown', async () => {
    const { client, storeOf, change } = signIn()
    const store = storeOf()
    const promise = store.execute({ to: 'ada' })
    change({ user: 'user-1', ready: true })
    client.resolve(send, { messageId: 'm1' })
    expect(await promise).toEqual({ messageId: 'm1' })
    expect(store.getState()).toMatchObject({ status: 'success', data: { messageId: 'm1' } })
  })

  test('belongs to the first user in each of several stores', async () => {
    const { storeOf, sent, change } = signIn()
    for (const to of ['ada', 'bob']) storeOf().execute({ to })
    change({ user: 'user-1', ready: true })
    expect(sent()).toEqual(['ada', 'bob'])
  })

  test('belongs to nobody once a user was known: the next user is a different user, even in a store that never saw the first', async () => {
    const { storeOf, sent, change } = signIn({ user: 'user-1', ready: true })
    storeOf().execute({ to: 'ada' })
    change({ user: undefined, ready: false })
    const failed = failureOf(storeOf().execute({ to: 'bob' }))
    change({ user: 'user-2', ready: true })
    expect(await failed).toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
    expect(sent()).toEqual(['ada'])
  })

  test('is a call of another user if nothing waits for a sign-in', async () => {
    const client = createFakeClient({ connected: false })
    let user: string | undefined
    const store = createActionStore(send, { identity: () => user }, { client })
    const failed = failureOf(store.execute({ to: 'ada' }))
    user = 'user-1'
    client.connect()
    expect(await failed).toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
  })
})
