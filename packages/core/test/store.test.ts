import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type ActionError,
  type ActionState,
  createActionStore,
  createMutationStore,
  isActionError,
} from '../src/index.js'
import { save, send } from './actions.js'
import { fakeClient, macrotask } from './fake-client.js'

const setUp = (socket?: Parameters<typeof fakeClient>[0]) => {
  const client = fakeClient(socket)
  const store = createActionStore(send, { client })
  const states: ActionState[] = []
  const unsubscribe = store.subscribe((state) => states.push(state))
  return { client, store, states, unsubscribe, seen: () => states.map(describeState) }
}

const describeState = ({ status, phase, inFlight }: ActionState) =>
  [status, phase, inFlight].filter(Boolean).join(' ')

const failureOf = (promise: Promise<unknown>): Promise<ActionError> =>
  promise.then(
    () => Promise.reject(new Error('It succeeded.')),
    (error) => error,
  )

describe('guarantee 7: what is published', () => {
  test('of a success: idle, running, success, and nothing twice', async () => {
    const { client, store, seen } = setUp()
    const result = store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'm1' })
    expect(await result).toEqual({ messageId: 'm1' })
    expect(seen()).toEqual(['idle', 'pending running 1', 'success'])
  })

  test('of a failure: idle, running, error, and nothing twice', async () => {
    const { client, store, seen } = setUp()
    const result = store.execute({ to: 'ada' })
    client.last().reject(new Error('?'))
    await failureOf(result)
    expect(seen()).toEqual(['idle', 'pending running 1', 'error'])
  })

  test('of a call without a connection: queued at once, running once it is there', async () => {
    const { client, store, seen } = setUp({ isWebSocketConnected: false, connectionCount: 0 })
    store.execute({ to: 'ada' })
    expect(client.calls).toEqual([])
    client.publish({ connectionRetries: 1 })
    client.publish({ isWebSocketConnected: true, connectionCount: 1 })
    client.publish({ connectionRetries: 0 })
    expect(client.calls).toHaveLength(1)
    expect(seen()).toEqual(['idle', 'pending queued 1', 'pending running 1'])
  })

  test('guarantee 4: of two calls the newest is shown, both are counted, the older one only settles its promise', async () => {
    const { client, store, seen } = setUp()
    const [first, second] = [store.execute({ to: 'ada' }), store.execute({ to: 'bob' })]
    client.calls[1]?.resolve({ messageId: 'second' })
    await second
    expect(store.getState()).toMatchObject({
      status: 'success',
      data: { messageId: 'second' },
      args: { to: 'bob' },
    })
    client.calls[0]?.resolve({ messageId: 'first' })
    expect(await first).toEqual({ messageId: 'first' })
    expect(store.getState()).toMatchObject({ status: 'success', data: { messageId: 'second' }, inFlight: 0 })
    expect(seen()).toEqual(['idle', 'pending running 1', 'pending running 2', 'success 1', 'success'])
  })

  test('of a failure that is not shown: only that it is no longer in flight', async () => {
    const { client, store } = setUp()
    const [first] = [store.execute({ to: 'ada' }), store.execute({ to: 'bob' })]
    client.calls[0]?.reject(new Error('?'))
    expect(isActionError(await failureOf(first))).toBe(true)
    expect(store.getState()).toMatchObject({
      status: 'pending',
      error: null,
      inFlight: 1,
      args: { to: 'bob' },
    })
  })
})

test('a client that cannot be subscribed to ends the execution before anything is sent, and says why', async () => {
  const cause = new Error('from the client')
  const client = Object.assign(fakeClient(), {
    subscribeToConnectionState() {
      throw cause
    },
  })
  const store = createActionStore(send, { client })
  const error = await failureOf(store.execute({ to: 'ada' }))
  expect(error).toMatchObject({ kind: 'unexpected', delivery: 'not-sent', cause })
  expect(client.calls).toEqual([])
})

test('what is sent at once is the very object that was given', () => {
  const { client, store } = setUp()
  const args = { to: 'ada' }
  store.execute(args)
  expect(client.last().args).toBe(args)
})

describe('on a server', () => {
  test('a client of the options is not asked for anything', async () => {
    const client = fakeClient()
    const store = createActionStore(send, { client }, { client: null })
    expect(await failureOf(store.execute({ to: 'ada' }))).toMatchObject({
      kind: 'unavailable',
      delivery: 'not-sent',
    })
    expect(client.calls).toEqual([])
  })

  test('a mutation with an optimistic update is made, as in the browser', () => {
    const store = createMutationStore(save, { optimisticUpdate() {} }, { client: null })
    expect(store.getState().status).toBe('idle')
  })
})

describe('guarantee 9: the state', () => {
  test('is the same object until something in it changes', async () => {
    const { client, store } = setUp()
    const idle = store.getState()
    expect(store.getState()).toBe(idle)
    store.execute({ to: 'ada' })
    const running = store.getState()
    expect(running).not.toBe(idle)
    client.publish({ connectionRetries: 0 })
    expect(store.getState()).toBe(running)
  })

  test('has field status, field pending, field phase, field data, field error, field args, field callId, field attempt, field inFlight and field progress, whatever the status', async () => {
    const { client, store, states } = setUp()
    store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'm1' })
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
        inFlight: 0,
        progress: undefined,
      },
    ])
  })

  test('keeps the last data while a new execution is pending and after it failed; the error goes when one starts', async () => {
    const { client, store } = setUp()
    const first = store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'm1' })
    const data = await first
    const second = store.execute({ to: 'bob' })
    expect(store.getState()).toMatchObject({ status: 'pending', data })
    client.last().reject(new Error('?'))
    const error = await failureOf(second)
    expect(store.getState()).toMatchObject({ status: 'error', data, error, args: { to: 'bob' } })
    store.execute({ to: 'cleo' })
    expect(store.getState()).toMatchObject({ status: 'pending', data, error: null })
  })

  test('holds results and arguments as they are, not copies of them', async () => {
    const { client, store } = setUp()
    const [args, result] = [{ to: 'ada' }, { messageId: 'm1' }]
    const promise = store.execute(args)
    client.last().resolve(result)
    expect(await promise).toBe(result)
    expect(store.getState().data).toBe(result)
    expect(store.getState().args).toBe(args)
  })
})

describe('field reset', () => {
  test('clears a result', async () => {
    const { client, store, states } = setUp()
    store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'm1' })
    await macrotask()
    store.reset()
    expect(store.getState()).toEqual(states[0])
  })

  test('clears an error', async () => {
    const { client, store, states } = setUp()
    store.execute({ to: 'ada' })
    client.last().reject(new Error('?'))
    await macrotask()
    store.reset()
    expect(store.getState()).toEqual(states[0])
  })

  test('lets what is in flight go on unseen: its promise settles with its own result, the state stays idle', async () => {
    const { client, store, seen } = setUp()
    const result = store.execute({ to: 'ada' })
    store.reset()
    expect(store.getState()).toMatchObject({ status: 'idle', inFlight: 1 })
    client.last().resolve({ messageId: 'm1' })
    expect(await result).toEqual({ messageId: 'm1' })
    expect(store.getState()).toMatchObject({ status: 'idle', data: undefined, inFlight: 0 })
    expect(seen()).toEqual(['idle', 'pending running 1', 'idle 1', 'idle'])
  })

  test('lets what is queued go on unseen: it is sent once there is a connection', async () => {
    const { client, store } = setUp({ isWebSocketConnected: false })
    store.execute({ to: 'ada' })
    store.reset()
    client.publish({ isWebSocketConnected: true })
    expect(client.calls).toHaveLength(1)
    expect(store.getState().status).toBe('idle')
  })

  test('of an idle store publishes nothing', () => {
    const { store, states } = setUp()
    store.reset()
    expect(states).toHaveLength(1)
  })
})

describe('a subscriber', () => {
  let reported: unknown[]
  beforeEach(() => {
    reported = []
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  test('hears the state at once and then each change, until it unsubscribes', () => {
    const { client, store, unsubscribe, states } = setUp()
    expect(states).toHaveLength(1)
    store.execute({ to: 'ada' })
    unsubscribe()
    client.last().resolve({ messageId: 'm1' })
    expect(states).toHaveLength(2)
  })

  test('that another one unsubscribes is not called any more, not even for the change under way', () => {
    const { store, states } = setUp()
    const late: unknown[] = []
    let stop = () => {}
    store.subscribe(({ pending }) => pending && stop())
    stop = store.subscribe((state) => late.push(state))
    store.execute({ to: 'ada' })
    expect(states).toHaveLength(2)
    expect(late).toHaveLength(1)
  })

  test('that subscribes during a publication hears the new state once', () => {
    const { store } = setUp()
    const late: ActionState[] = []
    const stop = store.subscribe(({ pending }) => {
      if (pending) store.subscribe((state) => late.push(state))
    })
    store.execute({ to: 'ada' })
    stop()
    expect(late).toEqual([store.getState()])
  })

  test('may be the same function twice', () => {
    const { store } = setUp()
    const listener = vi.fn()
    const stop = store.subscribe(listener)
    store.subscribe(listener)
    stop()
    store.execute({ to: 'ada' })
    expect(listener).toHaveBeenCalledTimes(3)
  })

  test('that throws is reported, and keeps neither another subscriber nor the promise from its result', async () => {
    const { client, store } = setUp()
    const error = new Error('from a subscriber')
    store.subscribe(() => {
      throw error
    })
    const after: ActionState[] = []
    store.subscribe((state) => after.push(state))
    const result = store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'm1' })
    expect(await result).toEqual({ messageId: 'm1' })
    expect(after.map(({ status }) => status)).toEqual(['idle', 'pending', 'success'])
    expect(reported).toEqual([error, error, error])
  })

  test('whose promise rejects is reported', async () => {
    const { store } = setUp()
    const error = new Error('from a subscriber')
    store.subscribe(() => Promise.reject(error))
    await macrotask()
    expect(reported).toEqual([error])
  })

  test('that throws does not stop the store where reportError throws, too', async () => {
    vi.stubGlobal('reportError', () => {
      throw new Error('from reportError')
    })
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { client, store } = setUp()
    store.subscribe(() => {
      throw new Error('from a subscriber')
    })
    const result = store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'm1' })
    expect(await result).toEqual({ messageId: 'm1' })
    expect(log).toHaveBeenCalledTimes(3)
    log.mockRestore()
  })

  test('whose thenable rejects is reported', async () => {
    const { store } = setUp()
    const error = new Error('from a subscriber')
    // biome-ignore lint/suspicious/noThenProperty: a promise that is none of ours
    const thenable = { then: (_resolve: unknown, reject: (error: Error) => void) => reject(error) }
    store.subscribe(() => thenable)
    await macrotask()
    expect(reported).toEqual([error])
  })

  test('that throws is reported on the console where reportError does not exist', () => {
    vi.stubGlobal('reportError', undefined)
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { store } = setUp()
    const error = new Error('from a subscriber')
    store.subscribe(() => {
      throw error
    })
    expect(log).toHaveBeenCalledWith(error)
    log.mockRestore()
  })

  test('may execute: every subscriber hears of each change in order, one publication after the other', async () => {
    const { client, store, seen } = setUp()
    let isFirst = true
    store.subscribe(({ status }) => {
      if (status !== 'success' || !isFirst) return
      isFirst = false
      store.execute({ to: 'bob' })
    })
    const after: string[] = []
    store.subscribe((state) => after.push(describeState(state)))
    store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'm1' })
    await macrotask()
    expect(seen()).toEqual(['idle', 'pending running 1', 'success', 'pending running 1'])
    expect(after).toEqual(seen())
  })

  test('may reset: the others hear of that too', async () => {
    const { client, store, seen } = setUp()
    store.subscribe(({ status }) => status === 'success' && store.reset())
    store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'm1' })
    await macrotask()
    expect(seen()).toEqual(['idle', 'pending running 1', 'success', 'idle'])
  })
})

describe('guarantee 6: the promise of field execute', () => {
  test('causes no unhandled rejection when it is ignored', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const { client, store } = setUp()
    store.execute({ to: 'ada' })
    client.last().reject(new Error('?'))
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
    client.last().resolve({ messageId: 'm1' })
    await result
    expect(order).toEqual(['idle', 'pending', 'success', 'promise'])
  })
})

describe('guarantee 9: the arguments of a call that waits', () => {
  test('are sent as they were at execute, however the object is changed afterwards', () => {
    const { client, store } = setUp({ isWebSocketConnected: false })
    const args = { to: 'ada' }
    store.execute(args)
    args.to = 'mallory'
    client.publish({ isWebSocketConnected: true })
    expect(client.last().args).toEqual({ to: 'ada' })
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
    expect(client.last().args).toEqual({ to: 'bob' })
  })
})

describe('guarantee 8: a store at rest', () => {
  test('holds no subscription at the client and no timer', async () => {
    vi.useFakeTimers()
    const client = fakeClient({ isWebSocketConnected: false })
    const store = createActionStore(send, { client })
    expect([client.listeners.size, vi.getTimerCount()]).toEqual([0, 0])
    store.execute({ to: 'ada' })
    expect([client.listeners.size, vi.getTimerCount()]).toEqual([1, 1])
    client.publish({ isWebSocketConnected: true })
    expect([client.listeners.size, vi.getTimerCount()]).toEqual([1, 0])
    client.publish({ isWebSocketConnected: false })
    expect([client.listeners.size, vi.getTimerCount()]).toEqual([1, 1])
    client.last().resolve({ messageId: 'm1' })
    await vi.advanceTimersByTimeAsync(0)
    expect(store.getState().status).toBe('success')
    expect([client.listeners.size, vi.getTimerCount()]).toEqual([0, 0])
    vi.useRealTimers()
  })

  test('holds no timer when the answer had arrived just before the connection went', async () => {
    vi.useFakeTimers()
    const { client, store } = setUp()
    const result = store.execute({ to: 'ada' })
    client.publish({ isWebSocketConnected: false })
    expect(vi.getTimerCount()).toBe(1)
    client.last().resolve({ messageId: 'm1' })
    await result
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })
})

describe('a connection that is gone', () => {
  test('ends a running execution with kind connection, not knowing whether it ran', async () => {
    const { client, store } = setUp()
    const result = store.execute({ to: 'ada' })
    client.publish({ isWebSocketConnected: false })
    expect(await failureOf(result)).toMatchObject({ kind: 'connection', delivery: 'unknown', attempt: 1 })
  })

  test('is noticed when it is back before anyone looked', async () => {
    const { client, store } = setUp()
    const result = store.execute({ to: 'ada' })
    client.publish({ connectionCount: 2 })
    expect(await failureOf(result)).toMatchObject({ kind: 'connection', delivery: 'unknown' })
  })

  test('takes nothing from an answer that had arrived just before', async () => {
    const { client, store } = setUp()
    const result = store.execute({ to: 'ada' })
    client.publish({ isWebSocketConnected: false })
    client.last().resolve({ messageId: 'm1' })
    expect(await result).toEqual({ messageId: 'm1' })
    expect(store.getState().status).toBe('success')
  })

  test('guarantee 4: lets a late answer change nothing', async () => {
    const { client, store, seen } = setUp()
    const result = store.execute({ to: 'ada' })
    client.publish({ isWebSocketConnected: false })
    await failureOf(result)
    client.last().resolve({ messageId: 'm1' })
    await macrotask()
    expect(seen()).toEqual(['idle', 'pending running 1', 'error'])
  })

  test('does not end a queued execution', async () => {
    const { client, store } = setUp({ isWebSocketConnected: false })
    store.execute({ to: 'ada' })
    client.publish({ connectionRetries: 3 })
    await macrotask()
    expect(store.getState().phase).toBe('queued')
  })
})

describe('a client that is closed', () => {
  test('ends a running execution with kind closed, not knowing whether it ran', async () => {
    const { client, store } = setUp()
    const result = store.execute({ to: 'ada' })
    client.close()
    expect(await failureOf(result)).toMatchObject({ kind: 'closed', delivery: 'unknown' })
  })

  test('ends a queued execution, which was not sent, though a disconnected client publishes nothing', async () => {
    const { client, store } = setUp({ isWebSocketConnected: false })
    const result = store.execute({ to: 'ada' })
    client.close()
    expect(await failureOf(result)).toMatchObject({ kind: 'closed', delivery: 'not-sent' })
    expect(client.calls).toEqual([])
  })

  test('refuses at once what is executed afterwards', async () => {
    const { client, store, seen } = setUp()
    client.close()
    const result = store.execute({ to: 'ada' })
    expect(store.getState()).toMatchObject({
      status: 'error',
      error: { kind: 'closed', delivery: 'not-sent' },
    })
    await failureOf(result)
    expect(client.calls).toEqual([])
    expect(seen()).toEqual(['idle', 'error'])
  })
})

describe('where there is no client to call', () => {
  test('a disabled one makes executions fail with kind unavailable', async () => {
    const { client, store } = setUp()
    client.disabled = true
    const error = await failureOf(store.execute({ to: 'ada' }))
    expect(error).toMatchObject({ kind: 'unavailable', delivery: 'not-sent' })
    expect(client.calls).toEqual([])
  })

  test('guarantee 11: while rendering on a server, the store is idle and executions fail with kind unavailable', async () => {
    const store = createActionStore(send, {}, { client: null })
    expect(store.getState().status).toBe('idle')
    expect(await failureOf(store.execute({ to: 'ada' }))).toMatchObject({
      kind: 'unavailable',
      delivery: 'not-sent',
    })
  })
})

describe('a client that misbehaves', () => {
  test('by throwing at once is one whose promise rejects (kind unexpected)', async () => {
    const client = Object.assign(fakeClient(), {
      action(): Promise<unknown> {
        throw new Error('thrown at once')
      },
    })
    const store = createActionStore(send, { client })
    const error = await failureOf(store.execute({ to: 'ada' }))
    expect(error).toMatchObject({
      kind: 'unexpected',
      delivery: 'unknown',
      cause: { message: 'thrown at once' },
    })
  })

  test('by throwing when it is asked for its connection later ends the execution; its other listeners hear on', async () => {
    const { client, store } = setUp()
    const result = store.execute({ to: 'ada' })
    const heard = vi.fn()
    client.subscribeToConnectionState(heard)
    const cause = new Error('no state')
    client.connectionState = () => {
      throw cause
    }
    client.publish({ connectionRetries: 1 })
    expect(heard).toHaveBeenCalledTimes(1)
    expect(await failureOf(result)).toMatchObject({ kind: 'unexpected', delivery: 'unknown', cause })
  })

  test('by throwing when it is asked for its connection ends the execution, which was not sent', async () => {
    const cause = new Error('no state')
    const client = Object.assign(fakeClient(), {
      connectionState() {
        throw cause
      },
    })
    const store = createActionStore(send, { client })
    const error = await failureOf(store.execute({ to: 'ada' }))
    expect(error).toMatchObject({ kind: 'unexpected', delivery: 'not-sent', cause })
    expect(client.calls).toEqual([])
  })
})
