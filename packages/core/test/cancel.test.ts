import { describe, expect, test, vi } from 'vitest'
import { type ActionError, createActionStore } from '../src/index.js'
import { createFakeClient } from '../src/testing.js'
import { send } from './actions.js'
import { countListeners } from './clients.js'
import { failureOf } from './promises.js'
import { setUp } from './stores.js'
import { holdTime, settle } from './surroundings.js'

holdTime()

describe('field cancel', () => {
  test('gives up on a running execution (kind canceled): the state goes back to idle with data kept, and the call may have run', async () => {
    const { client, store, seen } = setUp()
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await settle()
    const result = store.execute({ to: 'bob' })
    store.cancel()
    expect(await failureOf(result)).toMatchObject({ kind: 'canceled', delivery: 'unknown' })
    expect(store.getState()).toMatchObject({
      status: 'idle',
      error: null,
      data: { messageId: 'm1' },
      inFlight: 0,
    })
    expect(seen().slice(-2)).toEqual(['running, 1 in flight', 'idle'])
  })

  test('guarantee 2: a canceled queued execution is never sent, even if the socket opens a moment later', async () => {
    const { client, store } = setUp({}, { connected: false })
    const result = store.execute({ to: 'ada' })
    store.cancel()
    client.connect()
    expect(await failureOf(result)).toMatchObject({ kind: 'canceled', delivery: 'not-sent' })
    expect(client.calls(send)).toEqual([])
  })

  test('guarantee 12: ends all executions before it settles any, starting with those never handed over, and publishes once', async () => {
    const ends: string[] = []
    const { client, store, seen } = setUp({
      concurrency: 'queue',
      onError: ({ delivery }, { args }) => ends.push(`${args.to} ${delivery}`),
    })
    for (const to of ['ada', 'bob', 'cleo']) store.execute({ to })
    const before = seen().length
    store.cancel()
    await settle()
    expect(ends).toEqual(['bob not-sent', 'cleo not-sent', 'ada unknown'])
    expect(seen().slice(before)).toEqual(['idle'])
    expect(client.calls(send)).toHaveLength(1)
  })

  test('ignores a late answer', async () => {
    const { client, store, states } = setUp()
    store.execute({ to: 'ada' })
    store.cancel()
    const length = states.length
    client.resolve(send, { messageId: 'late' })
    await settle()
    expect(states).toHaveLength(length)
  })

  test('does nothing while nothing is in flight: an error stays', async () => {
    const { client, store, states } = setUp()
    store.execute({ to: 'ada' })
    client.reject(send, new Error('?'))
    await settle()
    const length = states.length
    store.cancel()
    expect(states).toHaveLength(length)
    expect(store.getState().status).toBe('error')
  })

  test('in the listener that started an execution keeps it from ever being sent', async () => {
    const { client, store } = setUp()
    let results: Promise<ActionError>[] = []
    store.subscribe(({ status }) => {
      if (status !== 'pending' || results.length) return
      results = [failureOf(store.execute({ to: 'bob' }))]
      store.cancel()
    })
    store.execute({ to: 'ada' })
    expect(await results[0]).toMatchObject({ kind: 'canceled', delivery: 'not-sent' })
    expect(client.calls(send)).toHaveLength(1)
  })
})

test('an execution in a queue that is canceled as soon as it is shown leaves no timer', () => {
  const client = createFakeClient({ connected: false })
  const listeners = countListeners(client)
  const store = createActionStore(send, { client, concurrency: 'queue' })
  store.subscribe(({ pending }) => pending && store.cancel())
  store.execute({ to: 'ada' })
  expect(store.getState()).toMatchObject({ status: 'idle', inFlight: 0 })
  expect([listeners(), vi.getTimerCount()]).toEqual([0, 0])
})
