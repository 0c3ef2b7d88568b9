import { ConvexError } from 'convex/values'
import { describe, expect, test, vi } from 'vitest'
import { createActionStore } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import { charge, send } from '../actions.js'
import { failureOf } from '../promises.js'
import { setUp } from '../stores.js'
import { holdTime, settle } from '../surroundings.js'

holdTime()

describe('option concurrency, parallel', () => {
  test('is the default: every call is sent', () => {
    const { client, store } = setUp()
    store.execute({ to: 'ada' })
    store.execute({ to: 'bob' })
    expect(client.calls(send)).toHaveLength(2)
  })
})

describe('option concurrency, drop', () => {
  test('refuses a second call at the same moment (kind dropped): one request, no callback, state unchanged', async () => {
    const onExecute = vi.fn()
    const onError = vi.fn()
    const { client, store, states } = setUp({ concurrency: 'drop', onExecute, onError })
    const first = store.execute({ to: 'ada' })
    const error = await failureOf(store.execute({ to: 'bob' }))
    expect(error).toMatchObject({ kind: 'dropped', delivery: 'not-sent', action: 'emails:send', attempt: 0 })
    expect(client.calls(send)).toHaveLength(1)
    expect(states).toHaveLength(2)
    client.resolve(send, { messageId: 'm1' })
    expect(await first).toEqual({ messageId: 'm1' })
    expect([onExecute.mock.calls.length, onError.mock.calls.length]).toEqual([1, 0])
  })

  test('refuses calls while one is unsettled, shown or not: reset does not lift the guard', async () => {
    const { client, store } = setUp({ concurrency: 'drop' })
    store.execute({ to: 'ada' })
    store.reset()
    expect((await failureOf(store.execute({ to: 'bob' }))).kind).toBe('dropped')
    client.resolve(send, { messageId: 'm1' })
    await settle()
    store.execute({ to: 'bob' })
    expect(client.calls(send)).toHaveLength(2)
  })

  test('refuses two calls that a listener makes at once', async () => {
    const { client, store } = setUp({ concurrency: 'drop' })
    const kinds: string[] = []
    const stop = store.subscribe(({ status }) => {
      if (status !== 'idle' || kinds.length) return
      kinds.push('sent')
      store.execute({ to: 'ada' })
      store.execute({ to: 'bob' }).catch(({ kind }) => kinds.push(kind))
    })
    stop()
    await settle()
    expect(kinds).toEqual(['sent', 'dropped'])
    expect(client.calls(send)).toHaveLength(1)
  })
})

test('with drop, two clicks send one request, even if "callId.create" or "identity" clicks', () => {
  const client = createFakeClient()
  let clicks = 0
  const store = createActionStore(charge, {
    client,
    concurrency: 'drop',
    callId: {
      name: 'callId',
      create() {
        if (++clicks === 1) store.execute({ amount: 2 })
        return `id${clicks}`
      },
    },
  })
  store.execute({ amount: 1 })
  expect(client.calls(charge)).toHaveLength(1)
})

describe('option concurrency, queue', () => {
  test('sends calls one after the other, in order, and shows the current one', async () => {
    const { client, store, seen } = setUp({ concurrency: 'queue' })
    const results = ['ada', 'bob', 'cleo'].map((to) => store.execute({ to }))
    expect(client.calls(send).map(({ args }) => args)).toEqual([{ to: 'ada' }])
    expect(store.getState()).toMatchObject({ phase: 'running', args: { to: 'ada' }, inFlight: 3 })
    client.resolve(send, { messageId: '1' })
    await settle()
    expect(store.getState()).toMatchObject({ phase: 'running', args: { to: 'bob' }, inFlight: 2 })
    client.resolve(send, { messageId: '2' })
    await settle()
    client.resolve(send, { messageId: '3' })
    expect(await Promise.all(results)).toEqual([{ messageId: '1' }, { messageId: '2' }, { messageId: '3' }])
    expect(client.calls(send).map(({ args }) => args)).toEqual([{ to: 'ada' }, { to: 'bob' }, { to: 'cleo' }])
    expect(seen()).toEqual([
      'idle',
      'running, 1 in flight',
      'running, 2 in flight',
      'running, 3 in flight',
      'success, 2 in flight',
      'running, 2 in flight',
      'success, 1 in flight',
      'running, 1 in flight',
      'success',
    ])
  })

  test('continues after a failure', async () => {
    const { client, store } = setUp({ concurrency: 'queue' })
    const [first, second] = [store.execute({ to: 'ada' }), store.execute({ to: 'bob' })]
    client.reject(send, new ConvexError('no'))
    expect((await failureOf(first)).kind).toBe('application')
    client.resolve(send, { messageId: '2' })
    expect(await second).toEqual({ messageId: '2' })
  })

  test('sends waiting calls with the arguments of their execute', async () => {
    const { client, store } = setUp({ concurrency: 'queue' })
    const args = { to: 'bob' }
    store.execute({ to: 'ada' })
    store.execute(args)
    args.to = 'mallory'
    client.resolve(send, { messageId: '1' })
    await settle()
    expect(client.calls(send).at(-1)?.args).toEqual({ to: 'bob' })
  })

  test('keeps the order of calls made before and after a reset, and shows only the later calls', async () => {
    const { client, store } = setUp({ concurrency: 'queue' })
    store.execute({ to: 'ada' })
    store.execute({ to: 'bob' })
    store.reset()
    store.execute({ to: 'cleo' })
    expect(store.getState()).toMatchObject({ phase: 'queued', args: { to: 'cleo' }, inFlight: 3 })
    client.resolve(send, { messageId: '1' })
    await settle()
    client.resolve(send, { messageId: '2' })
    await settle()
    expect(client.calls(send).map(({ args }) => args)).toEqual([{ to: 'ada' }, { to: 'bob' }, { to: 'cleo' }])
    expect(store.getState()).toMatchObject({ phase: 'running', data: undefined, args: { to: 'cleo' } })
  })

  test('waits in the queue, not in the client, while there is no connection', async () => {
    const { client, store } = setUp({ concurrency: 'queue' }, { connected: false })
    store.execute({ to: 'ada' })
    store.execute({ to: 'bob' })
    client.connect()
    expect(client.calls(send)).toHaveLength(1)
    client.resolve(send, { messageId: '1' })
    await settle()
    expect(client.calls(send)).toHaveLength(2)
  })
})

test('in a queue, an execution that a callback starts after a reset is shown when its turn comes', async () => {
  const client = createFakeClient()
  let isFirst = true
  const store = createActionStore(send, {
    client,
    concurrency: 'queue',
    onSuccess() {
      if (!isFirst) return
      isFirst = false
      store.reset()
      store.execute({ to: 'bob' })
      store.execute({ to: 'cleo' })
    },
  })
  store.execute({ to: 'ada' })
  client.resolve(send, { messageId: 'm1' })
  await settle()
  client.resolve(send, { messageId: 'm2' })
  await settle()
  expect(client.calls(send).at(-1)?.args).toEqual({ to: 'cleo' })
  expect(store.getState()).toMatchObject({ args: { to: 'cleo' }, phase: 'running' })
})

describe('option concurrency, latest', () => {
  test('runs one call, lets the newest wait, and drops the call that waited before', async () => {
    const onError = vi.fn()
    const { client, store } = setUp({ concurrency: 'latest', onError })
    const [first, second, third] = ['a', 'b', 'c'].map((to) => store.execute({ to }))
    const error = await failureOf(second as Promise<unknown>)
    expect(error).toMatchObject({ kind: 'dropped', delivery: 'not-sent', attempt: 1 })
    expect(store.getState()).toMatchObject({ phase: 'running', args: { to: 'a' }, inFlight: 2 })
    client.resolve(send, { messageId: 'm1' })
    expect(await first).toEqual({ messageId: 'm1' })
    expect(store.getState()).toMatchObject({ phase: 'running', args: { to: 'c' }, inFlight: 1 })
    client.resolve(send, { messageId: 'm3' })
    expect(await third).toEqual({ messageId: 'm3' })
    expect(client.calls(send).map(({ args }) => args.to)).toEqual(['a', 'c'])
    expect(onError.mock.calls.map(([{ kind }]) => kind)).toEqual(['dropped'])
  })

  test('sends only the newest call if nothing could be sent before, as while offline', async () => {
    const { client, store, states } = setUp({ concurrency: 'latest' }, { connected: false })
    const promises = ['a', 'b', 'c'].map((to) => store.execute({ to }))
    expect(store.getState()).toMatchObject({ phase: 'queued', args: { to: 'c' }, inFlight: 1 })
    client.connect()
    expect(client.calls(send).map(({ args }) => args.to)).toEqual(['c'])
    expect(states.some(({ status }) => status === 'error')).toBe(false)
    store.cancel()
    await Promise.allSettled(promises)
  })

  test('never drops a call that was handed over: its next try comes before the newest call', async () => {
    const client = createFakeClient()
    const store = createActionStore(charge, {
      client,
      concurrency: 'latest',
      callId: 'callId',
      retries: { limit: 1, delay: 5 },
    })
    const first = store.execute({ amount: 1 })
    client.disconnect()
    await settle()
    store.execute({ amount: 2 })
    await vi.advanceTimersByTimeAsync(5)
    store.execute({ amount: 3 })
    client.connect()
    client.resolve(charge, 'paid 1')
    expect(await first).toBe('paid 1')
    expect(client.calls(charge).map(({ args }) => args.amount)).toEqual([1, 1, 3])
    store.cancel()
  })
})
