import { describe, expect, test, vi } from 'vitest'
import { createActionStore, createMutationStore, isActionError } from '../src/index.js'
import { createFakeClient } from '../src/testing.js'
import { save, send } from './actions.js'
import { answerByHand, countListeners } from './clients.js'
import { failureOf, macrotask } from './promises.js'
import { setUp } from './stores.js'

describe('guarantee 7: what is published', () => {
  test('of a success: idle, running, success, and nothing twice', async () => {
    const { client, store, seen } = setUp()
    const result = store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    expect(await result).toEqual({ messageId: 'm1' })
    expect(seen()).toEqual(['idle', 'running, 1 in flight', 'success'])
  })

  test('of a failure: idle, running, error, and nothing twice', async () => {
    const { client, store, seen } = setUp()
    const result = store.execute({ to: 'ada' })
    client.reject(send, new Error('?'))
    await failureOf(result)
    expect(seen()).toEqual(['idle', 'running, 1 in flight', 'error'])
  })

  test('of a call without a connection: queued at once, running once there is a connection', async () => {
    const { client, store, seen } = setUp({}, { connected: false })
    store.execute({ to: 'ada' })
    expect(client.calls(send)).toEqual([])
    client.disconnect()
    client.connect()
    expect(client.calls(send)).toHaveLength(1)
    expect(seen()).toEqual(['idle', 'queued, 1 in flight', 'running, 1 in flight'])
  })

  test('guarantee 4: of two calls, the newest is shown, both are counted, and the older call only settles its promise', async () => {
    const { client, store, seen } = setUp()
    const [first, second] = [store.execute({ to: 'ada' }), store.execute({ to: 'bob' })]
    client.calls(send)[1]?.resolve({ messageId: 'second' })
    await second
    expect(store.getState()).toMatchObject({
      status: 'success',
      data: { messageId: 'second' },
      args: { to: 'bob' },
    })
    client.calls(send)[0]?.resolve({ messageId: 'first' })
    expect(await first).toEqual({ messageId: 'first' })
    expect(store.getState()).toMatchObject({ status: 'success', data: { messageId: 'second' }, inFlight: 0 })
    expect(seen()).toEqual([
      'idle',
      'running, 1 in flight',
      'running, 2 in flight',
      'success, 1 in flight',
      'success',
    ])
  })

  test('of a failure that is not shown: only the new number in flight', async () => {
    const { client, store } = setUp()
    const [first] = [store.execute({ to: 'ada' }), store.execute({ to: 'bob' })]
    client.calls(send)[0]?.reject(new Error('?'))
    expect(isActionError(await failureOf(first))).toBe(true)
    expect(store.getState()).toMatchObject({
      status: 'pending',
      error: null,
      inFlight: 1,
      args: { to: 'bob' },
    })
  })
})

test('a call that is sent at once sends the given object itself', () => {
  const { client, store } = setUp()
  const action = vi.spyOn(client, 'action')
  const args = { to: 'ada' }
  store.execute(args)
  expect(action.mock.calls[0]?.[1]).toBe(args)
})

describe('on a server', () => {
  test('a client in the options is not used', async () => {
    const client = createFakeClient()
    const store = createActionStore(send, { client }, { client: null })
    expect(await failureOf(store.execute({ to: 'ada' }))).toMatchObject({
      kind: 'unavailable',
      delivery: 'not-sent',
    })
    expect(client.calls(send)).toEqual([])
  })

  test('a mutation with an optimistic update can be created, as in the browser', () => {
    const store = createMutationStore(save, { optimisticUpdate() {} }, { client: null })
    expect(store.getState().status).toBe('idle')
  })
})

describe('guarantee 9: the state', () => {
  test('is the same object until something in it changes', async () => {
    const { client, store } = setUp({}, { connected: false })
    const idle = store.getState()
    expect(store.getState()).toBe(idle)
    store.execute({ to: 'ada' })
    const queued = store.getState()
    expect(queued).not.toBe(idle)
    client.disconnect()
    expect(store.getState()).toBe(queued)
    store.cancel()
  })

  test('has field status, field pending, field phase, field data, field error, field args, field callId, field attempt, field canRetry, field inFlight and field progress, whatever the status', async () => {
    const { client, store, states } = setUp()
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await macrotask()
    expect(states).toStrictEqual([
      {
        status: 'idle',
        pending: false,
        phase: undefined,
        data: undefined,
        error: null,
        args: undefined,
        callId: undefined,
        attempt: 0,
        canRetry: false,
        inFlight: 0,
        progress: undefined,
      },
      {
        status: 'pending',
        pending: true,
        phase: 'running',
        data: undefined,
        error: null,
        args: { to: 'ada' },
        callId: undefined,
        attempt: 1,
        canRetry: false,
        inFlight: 1,
        progress: undefined,
      },
      {
        status: 'success',
        pending: false,
        phase: undefined,
        data: { messageId: 'm1' },
        error: null,
        args: { to: 'ada' },
        callId: undefined,
        attempt: 1,
        canRetry: false,
        inFlight: 0,
        progress: undefined,
      },
    ])
  })

  test('keeps the last data while a new execution is pending and after it fails; the error is cleared when it starts', async () => {
    const { client, store } = setUp()
    const first = store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    const data = await first
    const second = store.execute({ to: 'bob' })
    expect(store.getState()).toMatchObject({ status: 'pending', data })
    client.reject(send, new Error('?'))
    const error = await failureOf(second)
    expect(store.getState()).toMatchObject({ status: 'error', data, error, args: { to: 'bob' } })
    store.execute({ to: 'cleo' })
    expect(store.getState()).toMatchObject({ status: 'pending', data, error: null })
  })

  test('holds results and arguments as they are, not copies of them', async () => {
    const { client, store } = setUp()
    const [args, result] = [{ to: 'ada' }, { messageId: 'm1' }]
    const promise = store.execute(args)
    client.resolve(send, result)
    expect(await promise).toBe(result)
    expect(store.getState().data).toBe(result)
    expect(store.getState().args).toBe(args)
  })
})

describe('field reset', () => {
  test('clears a result', async () => {
    const { client, store, states } = setUp()
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await macrotask()
    store.reset()
    expect(store.getState()).toEqual(states[0])
  })

  test('clears an error', async () => {
    const { client, store, states } = setUp()
    store.execute({ to: 'ada' })
    client.reject(send, new Error('?'))
    await macrotask()
    store.reset()
    expect(store.getState()).toEqual(states[0])
  })

  test('lets running executions continue unseen: their promises settle with their own results, the state stays idle', async () => {
    const { client, store, seen } = setUp()
    const result = store.execute({ to: 'ada' })
    store.reset()
    expect(store.getState()).toMatchObject({ status: 'idle', inFlight: 1 })
    client.resolve(send, { messageId: 'm1' })
    expect(await result).toEqual({ messageId: 'm1' })
    expect(store.getState()).toMatchObject({ status: 'idle', data: undefined, inFlight: 0 })
    expect(seen()).toEqual(['idle', 'running, 1 in flight', 'idle, 1 in flight', 'idle'])
  })

  test('lets queued executions continue unseen: they are sent once there is a connection', async () => {
    const { client, store } = setUp({}, { connected: false })
    store.execute({ to: 'ada' })
    store.reset()
    client.connect()
    expect(client.calls(send)).toHaveLength(1)
    expect(store.getState().status).toBe('idle')
  })

  test('of an idle store publishes nothing', () => {
    const { store, states } = setUp()
    store.reset()
    expect(states).toHaveLength(1)
  })
})

describe('guarantee 6: the promise of field execute', () => {
  test('causes no unhandled rejection when it is ignored', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const { client, store } = setUp()
    store.execute({ to: 'ada' })
    client.reject(send, new Error('?'))
    await macrotask()
    await macrotask()
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })

  test('settles after the state was published', async () => {
    const { client, store } = setUp()
    const order: string[] = []
    store.subscribe(({ status }) => order.push(status))
    const result = store.execute({ to: 'ada' }).then(() => order.push('promise'))
    client.resolve(send, { messageId: 'm1' })
    await result
    expect(order).toEqual(['idle', 'pending', 'success', 'promise'])
  })
})

describe('guarantee 9: the arguments of a call that waits', () => {
  test('are sent as they were at execute, however the object is changed afterwards', () => {
    const { client, store } = setUp({}, { connected: false })
    const args = { to: 'ada' }
    store.execute(args)
    args.to = 'mallory'
    client.connect()
    expect(client.calls(send).at(-1)?.args).toEqual({ to: 'ada' })
  })

  test('are sent as they were when a subscriber made the call', () => {
    const { client, store } = setUp()
    const args = { to: 'bob' }
    store.subscribe(({ args: shown }) => {
      if (shown?.to !== 'ada') return
      store.execute(args)
      args.to = 'mallory'
    })
    store.execute({ to: 'ada' })
    expect(client.calls(send).at(-1)?.args).toEqual({ to: 'bob' })
  })
})

describe('guarantee 8: a store at rest', () => {
  test('has no subscription to the client and no timer', async () => {
    vi.useFakeTimers()
    const client = createFakeClient({ connected: false })
    const answers = answerByHand(client)
    const listeners = countListeners(client)
    const store = createActionStore(send, { client })
    expect([listeners(), vi.getTimerCount()]).toEqual([0, 0])
    store.execute({ to: 'ada' })
    expect([listeners(), vi.getTimerCount()]).toEqual([1, 1])
    client.connect()
    expect([listeners(), vi.getTimerCount()]).toEqual([1, 0])
    client.disconnect()
    expect([listeners(), vi.getTimerCount()]).toEqual([1, 1])
    answers[0]?.resolve({ messageId: 'm1' })
    await vi.advanceTimersByTimeAsync(0)
    expect(store.getState().status).toBe('success')
    expect([listeners(), vi.getTimerCount()]).toEqual([0, 0])
    vi.useRealTimers()
  })

  test('has no timer if the answer arrived just before the connection was lost', async () => {
    vi.useFakeTimers()
    const { client, store } = setUp()
    const result = store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    client.disconnect()
    expect(vi.getTimerCount()).toBe(1)
    await result
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })
})
