import { describe, expect, test, vi } from 'vitest'
import { type ActionError, createActionStore } from '../src/index.js'
import { createFakeClient } from '../src/testing.js'
import { send } from './actions.js'
import { answerByHand } from './clients.js'
import { failureOf, macrotask } from './promises.js'
import { setUp } from './stores.js'

test('an execution ends with the reason before anything is sent if subscribing to the client fails', async () => {
  const cause = new Error('from the client')
  const client = Object.assign(createFakeClient(), {
    subscribeToConnectionState() {
      throw cause
    },
  })
  const store = createActionStore(send, { client })
  const error = await failureOf(store.execute({ to: 'ada' }))
  expect(error).toMatchObject({ kind: 'unexpected', delivery: 'not-sent', cause })
  expect(client.calls(send)).toEqual([])
})

describe('a connection that is gone', () => {
  test('ends a running execution with kind connection and delivery unknown', async () => {
    const { client, store } = setUp()
    const result = store.execute({ to: 'ada' })
    client.disconnect()
    expect(await failureOf(result)).toMatchObject({ kind: 'connection', delivery: 'unknown', attempt: 1 })
  })

  test('is noticed even if it is back before anything checks', async () => {
    const { client, store } = setUp()
    // Only the connection reports anything.
    Object.assign(client, { action: () => new Promise(() => {}) })
    const result = store.execute({ to: 'ada' })
    client.connect()
    expect(await failureOf(result)).toMatchObject({ kind: 'connection', delivery: 'unknown' })
  })

  test('does not affect an answer that arrived just before', async () => {
    const { client, store } = setUp()
    const result = store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    client.disconnect()
    expect(await result).toEqual({ messageId: 'm1' })
    expect(store.getState().status).toBe('success')
  })

  test('guarantee 4: makes the store ignore a late answer', async () => {
    const { client, store, seen } = setUp()
    const answers = answerByHand(client)
    const result = store.execute({ to: 'ada' })
    client.disconnect()
    await failureOf(result)
    answers[0]?.resolve({ messageId: 'm1' })
    await macrotask()
    expect(seen()).toEqual(['idle', 'running, 1 in flight', 'error'])
  })

  test('does not end a queued execution', async () => {
    const { client, store } = setUp({}, { connected: false })
    store.execute({ to: 'ada' })
    client.disconnect()
    await macrotask()
    expect(store.getState().phase).toBe('queued')
    store.cancel()
  })
})

describe('a client that is closed', () => {
  test('ends a running execution with kind closed and delivery unknown', async () => {
    const { client, store } = setUp()
    const result = store.execute({ to: 'ada' })
    client.close()
    expect(await failureOf(result)).toMatchObject({ kind: 'closed', delivery: 'unknown' })
  })

  test('ends a queued execution as not-sent, although a disconnected client publishes nothing', async () => {
    const { client, store } = setUp({}, { connected: false })
    const result = store.execute({ to: 'ada' })
    client.close()
    expect(await failureOf(result)).toMatchObject({ kind: 'closed', delivery: 'not-sent' })
    expect(client.calls(send)).toEqual([])
  })

  test('refuses later executions at once', async () => {
    const { client, store, seen } = setUp()
    client.close()
    const result = store.execute({ to: 'ada' })
    expect(store.getState()).toMatchObject({
      status: 'error',
      error: { kind: 'closed', delivery: 'not-sent' },
    })
    await failureOf(result)
    expect(client.calls(send)).toEqual([])
    expect(seen()).toEqual(['idle', 'error'])
  })
})

describe('without a usable client', () => {
  test('executions of a disabled client fail with kind unavailable', async () => {
    const { client, store } = setUp()
    Object.assign(client, { disabled: true })
    const error = await failureOf(store.execute({ to: 'ada' }))
    expect(error).toMatchObject({ kind: 'unavailable', delivery: 'not-sent' })
    expect(client.calls(send)).toEqual([])
  })

  test('guarantee 11: while rendering on a server, the store is idle and executions fail with kind unavailable', async () => {
    const store = createActionStore(send, {}, { client: null })
    expect(store.getState().status).toBe('idle')
    expect(await failureOf(store.execute({ to: 'ada' }))).toMatchObject({
      kind: 'unavailable',
      delivery: 'not-sent',
    })
  })

  test('the error says why nothing runs while a server renders, and where to call instead', async () => {
    const { message } = await failureOf(createActionStore(send, {}, { client: null }).execute({ to: 'ada' }))
    expect(message).toBe(
      'There is no Convex client here, as while a server renders the page: call it in an event handler or after mounting, and load data with a query. Nothing happened.',
    )
  })
})

describe('a client that misbehaves', () => {
  test('by throwing at once is treated like a client whose promise rejects (kind unexpected)', async () => {
    const client = Object.assign(createFakeClient(), {
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

  test('by throwing later when its connection is read ends the execution, and other listeners still hear it', async () => {
    const { client, store } = setUp()
    const result = store.execute({ to: 'ada' })
    const heard = vi.fn()
    client.subscribeToConnectionState(heard)
    const cause = new Error('no state')
    client.connectionState = () => {
      throw cause
    }
    client.connect()
    expect(heard).toHaveBeenCalledTimes(1)
    expect(await failureOf(result)).toMatchObject({ kind: 'unexpected', delivery: 'unknown', cause })
  })

  test('by throwing when its connection is read ends the execution as not-sent', async () => {
    const cause = new Error('no state')
    const client = Object.assign(createFakeClient(), {
      connectionState() {
        throw cause
      },
    })
    const store = createActionStore(send, { client })
    const error = await failureOf(store.execute({ to: 'ada' }))
    expect(error).toMatchObject({ kind: 'unexpected', delivery: 'not-sent', cause })
    expect(client.calls(send)).toEqual([])
  })
})

test('a client that throws when its connection is read does not break the store for good', async () => {
  const client = createFakeClient()
  const store = createActionStore(send, { client, concurrency: 'queue' })
  store.execute({ to: 'ada' })
  const second = store.execute({ to: 'bob' }).catch(({ kind }: ActionError) => kind)
  const { connectionState } = client
  client.connectionState = () => {
    throw new Error('no state')
  }
  client.resolve(send, { messageId: 'm1' })
  await macrotask().catch(() => {})
  client.connectionState = connectionState
  store.execute({ to: 'cleo' })
  await macrotask()
  expect(await Promise.race([second, 'never'])).toBe('unexpected')
  expect(store.getState()).toMatchObject({ args: { to: 'cleo' }, phase: 'running' })
})
