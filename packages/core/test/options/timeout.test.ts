import { describe, expect, test, vi } from 'vitest'
import { send } from '../actions.js'
import { failureOf } from '../promises.js'
import { setUp } from '../stores.js'
import { holdTime, settle } from '../surroundings.js'

holdTime()

describe('option timeout', () => {
  test('ends a call that takes too long (kind timeout): it may have run, and a late answer changes nothing', async () => {
    const { client, store, states } = setUp({ timeout: 1000 })
    const result = store.execute({ to: 'ada' })
    await vi.advanceTimersByTimeAsync(999)
    expect(store.getState().status).toBe('pending')
    await vi.advanceTimersByTimeAsync(1)
    expect(await failureOf(result)).toMatchObject({ kind: 'timeout', delivery: 'unknown' })
    const length = states.length
    client.resolve(send, { messageId: 'late' })
    await settle()
    expect(states).toHaveLength(length)
    expect(store.getState()).toMatchObject({ status: 'error', data: undefined })
  })

  test('includes waiting time: a call that is queued until then is never sent, even if the socket opens a moment later', async () => {
    const { client, store } = setUp({ timeout: 1000 }, { connected: false })
    const result = store.execute({ to: 'ada' })
    await vi.advanceTimersByTimeAsync(1000)
    client.connect()
    expect(await failureOf(result)).toMatchObject({ kind: 'timeout', delivery: 'not-sent' })
    expect(client.calls(send)).toEqual([])
  })

  test('guarantee 8: leaves no timer behind when the answer comes first', async () => {
    const { client, store } = setUp({ timeout: 1000 })
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await settle()
    expect([store.getState().status, vi.getTimerCount()]).toEqual(['success', 0])
  })

  test('includes waiting time in a queue', async () => {
    const { client, store } = setUp({ timeout: 1000, concurrency: 'queue' })
    const first = store.execute({ to: 'ada' })
    await vi.advanceTimersByTimeAsync(600)
    const second = store.execute({ to: 'bob' })
    await vi.advanceTimersByTimeAsync(400)
    expect(await failureOf(first)).toMatchObject({ kind: 'timeout', delivery: 'unknown' })
    expect(client.calls(send)).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(600)
    expect(await failureOf(second)).toMatchObject({ kind: 'timeout', delivery: 'unknown' })
  })
})
