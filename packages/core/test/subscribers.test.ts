import { describe, expect, test, vi } from 'vitest'
import { type ActionState, createActionStore } from '../src/index.js'
import { createFakeClient } from '../src/testing.js'
import { send } from './actions.js'
import { macrotask } from './promises.js'
import { describeState, setUp } from './stores.js'
import { catchReports } from './surroundings.js'

const reported = catchReports()

describe('a subscriber', () => {
  test('is called with the state at once and then with each change, until it unsubscribes', () => {
    const { client, store, unsubscribe, states } = setUp()
    expect(states).toHaveLength(1)
    store.execute({ to: 'ada' })
    unsubscribe()
    client.resolve(send, { messageId: 'm1' })
    expect(states).toHaveLength(2)
  })

  test('that another subscriber unsubscribes is not called any more, not even for the current change', () => {
    const { store, states } = setUp()
    const late: unknown[] = []
    let stop = () => {}
    store.subscribe(({ pending }) => pending && stop())
    stop = store.subscribe((state) => late.push(state))
    store.execute({ to: 'ada' })
    expect(states).toHaveLength(2)
    expect(late).toHaveLength(1)
  })

  test('that subscribes during a publication receives the new state once', () => {
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

  test('that throws is reported, and does not affect other subscribers or the promise', async () => {
    const { client, store } = setUp()
    const error = new Error('from a subscriber')
    store.subscribe(() => {
      throw error
    })
    const after: ActionState[] = []
    store.subscribe((state) => after.push(state))
    const result = store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
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

  test('that throws does not stop the store even if reportError throws too', async () => {
    vi.stubGlobal('reportError', () => {
      throw new Error('from reportError')
    })
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { client, store } = setUp()
    store.subscribe(() => {
      throw new Error('from a subscriber')
    })
    const result = store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
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

  test('that throws is reported on the console if reportError does not exist', () => {
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

  test('may execute: every subscriber receives each change in order, one publication after the other', async () => {
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
    client.resolve(send, { messageId: 'm1' })
    await macrotask()
    expect(seen()).toEqual(['idle', 'running, 1 in flight', 'success', 'running, 1 in flight'])
    expect(after).toEqual(seen())
  })

  test('may reset: the other subscribers receive that change too', async () => {
    const { client, store, seen } = setUp()
    store.subscribe(({ status }) => status === 'success' && store.reset())
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await macrotask()
    expect(seen()).toEqual(['idle', 'running, 1 in flight', 'success', 'idle'])
  })
})

test('a subscriber that executes in its first call is not called within that call', () => {
  const client = createFakeClient()
  const store = createActionStore(send, { client })
  const order: string[] = []
  store.subscribe(({ status }: ActionState) => {
    order.push(`${status} begins`)
    if (status === 'idle') store.execute({ to: 'ada' })
    order.push(`${status} ends`)
  })
  expect(order).toEqual(['idle begins', 'idle ends', 'pending begins', 'pending ends'])
})
