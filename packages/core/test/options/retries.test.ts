import { ConvexError } from 'convex/values'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type ActionError, createActionStore } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import { charge } from '../actions.js'
import { answerByHand, countListeners } from '../clients.js'
import { failureOf } from '../promises.js'
import { setUpCharge } from '../stores.js'
import { catchReports, holdTime, settle } from '../surroundings.js'

holdTime()
const reported = catchReports()
afterEach(() => void vi.restoreAllMocks())

describe('option retries', () => {
  test('tries again after a lost connection, with the same call id, and shows the number of the try', async () => {
    const { client, store, idOf, reconnect, seen } = setUpCharge({ retries: { limit: 2, delay: 100 } })
    const result = store.execute({ amount: 5 })
    await reconnect()
    expect(store.getState()).toMatchObject({ phase: 'retrying', attempt: 1, error: null })
    await vi.advanceTimersByTimeAsync(100)
    client.resolve(charge, 'charged')
    expect(await result).toBe('charged')
    expect(idOf(1)).toBe(idOf(0))
    expect(seen()).toEqual([
      'idle',
      'running, 1 in flight',
      'retrying, 1 in flight',
      'running, try 2, 1 in flight',
      'success, try 2',
    ])
  })

  test('stops at the limit: a number says how many further tries', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: 1 })
    const result = store.execute({ amount: 5 })
    await reconnect()
    await vi.advanceTimersByTimeAsync(60_000)
    await reconnect()
    expect(await failureOf(result)).toMatchObject({ kind: 'connection', delivery: 'unknown', attempt: 2 })
    expect(client.calls(charge)).toHaveLength(2)
  })

  test('by default does not try again after an answer of the server', async () => {
    const { client, store } = setUpCharge({ retries: 5 })
    const result = store.execute({ amount: 5 })
    client.reject(charge, new ConvexError('declined'))
    expect(await failureOf(result)).toMatchObject({ kind: 'application', attempt: 1 })
    expect(client.calls(charge)).toHaveLength(1)
  })

  test('with when can decide otherwise', async () => {
    const when = vi.fn((error: ActionError) => error.kind === 'application')
    const { client, store } = setUpCharge({ retries: { limit: 1, delay: 0, when } })
    const result = store.execute({ amount: 5 })
    client.reject(charge, new ConvexError('busy'))
    await settle()
    await settle()
    client.resolve(charge, 'charged')
    expect(await result).toBe('charged')
    expect(when).toHaveBeenCalledTimes(1)
  })

  test('with a when that throws reports the error and stops trying', async () => {
    const thrown = new Error('from when')
    const when = () => {
      throw thrown
    }
    const { store, reconnect } = setUpCharge({ retries: { limit: 1, when } })
    const result = store.execute({ amount: 5 })
    await reconnect()
    expect((await failureOf(result)).kind).toBe('connection')
    expect(reported).toEqual([thrown])
  })

  test('with a when that returns a promise reports it and stops trying', async () => {
    const when = (async () => true) as unknown as () => boolean
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 1, delay: 0, when } })
    const result = store.execute({ amount: 5 })
    await reconnect()
    expect((await failureOf(result)).kind).toBe('connection')
    expect(client.calls(charge)).toHaveLength(1)
    expect(reported.map(String)).toEqual([
      'TypeError: Option "retries.when" must return true or false, not a promise.',
    ])
  })

  test('by default waits longer before each try, with jitter', async () => {
    const delays: number[] = []
    for (const random of [0, 1]) {
      vi.spyOn(Math, 'random').mockReturnValue(random)
      const { client, store, reconnect } = setUpCharge({ retries: 2 })
      store.execute({ amount: 5 })
      for (const calls of [2, 3]) {
        await reconnect()
        const from = Date.now()
        while (client.calls(charge).length < calls) await vi.advanceTimersByTimeAsync(1)
        delays.push(Date.now() - from)
      }
    }
    expect(delays).toEqual([500, 1000, 1000, 2000])
  })

  test('with a delay that throws or returns no milliseconds reports it and waits for the default time', async () => {
    const thrown = new Error('from delay')
    const throwing = () => {
      throw thrown
    }
    for (const delay of [throwing, () => Number.NaN, () => -1, () => '5' as never]) {
      const { client, store, reconnect } = setUpCharge({ retries: { limit: 1, delay } })
      store.execute({ amount: 5 })
      await reconnect()
      await vi.advanceTimersByTimeAsync(400)
      expect(client.calls(charge)).toHaveLength(1)
      await vi.advanceTimersByTimeAsync(700)
      expect(client.calls(charge)).toHaveLength(2)
    }
    const wrong = new TypeError('Option "retries.delay" must return milliseconds.')
    expect(reported).toEqual([thrown, wrong, wrong, wrong])
  })

  test('calls a delay function with the number of tries so far', async () => {
    const delay = vi.fn((attempt: number) => attempt * 1000)
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 2, delay } })
    store.execute({ amount: 5 })
    await reconnect()
    await vi.advanceTimersByTimeAsync(999)
    expect(client.calls(charge)).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(client.calls(charge)).toHaveLength(2)
    expect(delay.mock.calls).toEqual([[1]])
  })

  test('covers all tries with delivery: unknown if any try was unknown, even if the last was answered', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 1, delay: 0 } })
    const result = store.execute({ amount: 5 })
    await reconnect()
    await settle()
    client.reject(charge, new ConvexError('declined'))
    expect(await failureOf(result)).toMatchObject({ kind: 'application', delivery: 'unknown', attempt: 2 })
  })

  test('waits for a connection before the next try', async () => {
    const { client, store } = setUpCharge({ retries: { limit: 1, delay: 0 } })
    store.execute({ amount: 5 })
    client.disconnect()
    await settle()
    await settle()
    expect(store.getState()).toMatchObject({ phase: 'queued', attempt: 2 })
    client.connect()
    expect(store.getState()).toMatchObject({ phase: 'running', attempt: 2 })
  })

  test('guarantee 13: a superseded execution is not tried again', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 5, delay: 100 } })
    const [first, second] = [store.execute({ amount: 1 }), store.execute({ amount: 2 })]
    await reconnect()
    expect(await failureOf(first)).toMatchObject({ kind: 'connection', attempt: 1 })
    await vi.advanceTimersByTimeAsync(100)
    client.resolve(charge, 'charged')
    expect(await second).toBe('charged')
    expect(client.calls(charge).map(({ args }) => (args as { amount: number }).amount)).toEqual([1, 2, 2])
  })

  test('guarantee 13: an execution that is superseded while it waits for its next try ends with its last error', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 5, delay: 100 } })
    const first = store.execute({ amount: 1 })
    await reconnect()
    store.execute({ amount: 2 })
    expect(await failureOf(first)).toMatchObject({ kind: 'connection', delivery: 'unknown', attempt: 1 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(client.calls(charge)).toHaveLength(2)
  })

  test('guarantee 13: a late success of an earlier try is accepted while a later try waits', async () => {
    const { client, store } = setUpCharge({ retries: { limit: 1, delay: 1000 } })
    const answers = answerByHand(client)
    const result = store.execute({ amount: 5 })
    client.disconnect()
    await settle()
    expect(store.getState().phase).toBe('retrying')
    answers[0]?.resolve('charged')
    expect(await result).toBe('charged')
    await vi.advanceTimersByTimeAsync(5000)
    expect(client.calls(charge)).toHaveLength(1)
    expect(store.getState().status).toBe('success')
  })

  test('ends with kind closed, not with another try, when the client is closed', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 5, delay: 1000 } })
    const result = store.execute({ amount: 5 })
    await reconnect()
    client.close()
    expect(await failureOf(result)).toMatchObject({ kind: 'closed', delivery: 'unknown' })
  })

  test('guarantee 8: leaves no timer behind when it is canceled while it waits for the next try', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 1, delay: 1000 } })
    const listeners = countListeners(client)
    store.execute({ amount: 5 })
    await reconnect()
    expect(vi.getTimerCount()).toBe(1)
    store.cancel()
    expect([vi.getTimerCount(), listeners()]).toEqual([0, 0])
  })

  test('continues unseen after a reset', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 1, delay: 0 } })
    const result = store.execute({ amount: 5 })
    store.reset()
    await reconnect()
    await settle()
    client.resolve(charge, 'charged')
    expect(await result).toBe('charged')
    expect(store.getState().status).toBe('idle')
  })
})

test('closing the client while an execution waits for another try ends it at once', async () => {
  const client = createFakeClient()
  const store = createActionStore(charge, { client, callId: 'callId', retries: { limit: 1, delay: 10_000 } })
  store.execute({ amount: 1 })
  client.disconnect()
  await settle()
  expect(store.getState().phase).toBe('retrying')
  client.close()
  await vi.advanceTimersByTimeAsync(100)
  expect(store.getState().error).toMatchObject({ kind: 'closed', delivery: 'unknown' })
})

test('a superseded execution is not tried again, even if its own "when" superseded it', async () => {
  const client = createFakeClient()
  let isFirst = true
  const store = createActionStore(charge, {
    client,
    callId: 'callId',
    retries: {
      limit: 3,
      delay: 10,
      when() {
        if (isFirst) store.execute({ amount: 2 })
        isFirst = false
        return true
      },
    },
  })
  store.execute({ amount: 1 })
  client.reject(charge, new Error('?'))
  await vi.advanceTimersByTimeAsync(100)
  expect(client.calls(charge).map(({ args }) => (args as { amount: number }).amount)).toEqual([1, 2])
})
