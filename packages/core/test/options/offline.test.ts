import { describe, expect, test } from 'vitest'
import { send } from '../actions.js'
import { failureOf } from '../promises.js'
import { setUp, setUpCharge } from '../stores.js'
import { holdTime, settle } from '../surroundings.js'

holdTime()

describe('option offline, fail', () => {
  test('refuses at once when the socket was lost (kind offline): nothing is sent, even if it opens a moment later', async () => {
    const { client, store, seen } = setUp({ offline: 'fail' }, { connected: false })
    client.disconnect()
    const result = store.execute({ to: 'ada' })
    client.connect()
    expect(await failureOf(result)).toMatchObject({ kind: 'offline', delivery: 'not-sent' })
    expect(client.calls(send)).toEqual([])
    expect(seen()).toEqual(['idle', 'error'])
  })

  test('does not refuse another try of a call that was handed over: the try waits for the connection', async () => {
    const { client, store } = setUpCharge({ offline: 'fail', retries: { limit: 1, delay: 0 } })
    store.execute({ amount: 5 })
    client.disconnect()
    await settle()
    await settle()
    expect(store.getState()).toMatchObject({ phase: 'queued', attempt: 2 })
  })

  test('waits during the very first handshake, and fails once an attempt has failed', async () => {
    const first = { connected: false }
    const { client, store, seen } = setUp({ offline: 'fail' }, first)
    const result = store.execute({ to: 'ada' })
    expect(store.getState().phase).toBe('queued')
    client.disconnect()
    expect(await failureOf(result)).toMatchObject({ kind: 'offline', delivery: 'not-sent' })
    expect(seen()).toEqual(['idle', 'queued, 1 in flight', 'error'])
  })
})
