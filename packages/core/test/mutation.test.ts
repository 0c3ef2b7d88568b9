import { ConvexHttpClient } from 'convex/browser'
import { ConvexError } from 'convex/values'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createActionStore, createMutationStore } from '../src/index.js'
import { createFakeClient } from '../src/testing.js'
import { save, send } from './actions.js'
import { macrotask } from './promises.js'
import { watch } from './stores.js'

/** Called as by a program without types or with wrong types. */
const make = createMutationStore as (
  reference: unknown,
  options?: unknown,
) => ReturnType<typeof createMutationStore>

describe('a mutation', () => {
  test('is shown like an action', async () => {
    const client = createFakeClient()
    const onSuccess = vi.fn()
    const store = createMutationStore(save, { client, callId: 'callId', onSuccess })
    const seen = watch(store)
    const result = store.mutate({ item: 'tea' })
    expect(store.getState()).toMatchObject({
      status: 'pending',
      args: { item: 'tea' },
      attempt: 1,
      inFlight: 1,
    })
    const { callId } = store.getState()
    expect(client.calls(save)).toMatchObject([{ args: { item: 'tea', callId } }])
    client.resolve(save, 'saved')
    expect(await result).toBe('saved')
    expect(store.getState()).toMatchObject({ status: 'success', data: 'saved', inFlight: 0 })
    expect(seen()).toEqual(['idle', 'running', 'success'])
    expect(onSuccess).toHaveBeenCalledWith('saved', { args: { item: 'tea' }, shown: true, mounted: true })
  })

  test('that fails can be tried again', async () => {
    const client = createFakeClient()
    const store = createMutationStore(save, { client })
    const result = store.mutate({ item: 'tea' })
    client.reject(save, new ConvexError('There is no tea.'))
    await expect(result).rejects.toMatchObject({
      kind: 'application',
      delivery: 'responded',
      action: 'orders:save',
    })
    const again = store.retry()
    client.resolve(save, 'saved')
    expect(await again).toBe('saved')
  })

  test('of a mutation: connection is not an end; it stays running while the connection is gone, and settles with its result', async () => {
    const client = createFakeClient()
    const store = createMutationStore(save, { client })
    const seen = watch(store)
    const result = store.mutate({ item: 'tea' })
    client.disconnect()
    await macrotask()
    client.connect()
    await macrotask()
    expect(seen()).toEqual(['idle', 'running'])
    client.resolve(save, 'saved')
    expect(await result).toBe('saved')
    expect(client.calls(save)).toHaveLength(1)
  })

  test('ends when its client is closed while the connection is gone', async () => {
    const client = createFakeClient()
    const store = createMutationStore(save, { client })
    const result = store.mutate({ item: 'tea' })
    client.disconnect()
    await macrotask()
    expect(store.getState().status).toBe('pending')
    await client.close()
    await expect(result).rejects.toMatchObject({ kind: 'closed', delivery: 'unknown' })
  })

  test('leaves no timer behind when it settles after its connection was gone', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const client = createFakeClient()
    const store = createMutationStore(save, { client })
    const result = store.mutate({ item: 'tea' })
    client.disconnect()
    expect(vi.getTimerCount()).toBe(1)
    client.connect()
    client.resolve(save, 'saved')
    await result
    expect(vi.getTimerCount()).toBe(0)
  })

  test('that waits for a connection can be canceled, and is then never sent', async () => {
    const client = createFakeClient({ connected: false })
    const store = createMutationStore(save, { client })
    const result = store.mutate({ item: 'tea' })
    expect(store.getState().phase).toBe('queued')
    store.cancel()
    await expect(result).rejects.toMatchObject({ kind: 'canceled', delivery: 'not-sent' })
    client.connect()
    await macrotask()
    expect(client.calls(save)).toEqual([])
  })

  test('of a mutation: unknown is the delivery of a running mutation that is given up, because the client still delivers it', async () => {
    const client = createFakeClient()
    const store = createMutationStore(save, { client, timeout: 1 })
    await expect(store.mutate({ item: 'tea' })).rejects.toMatchObject({
      kind: 'timeout',
      delivery: 'unknown',
    })
    const canceled = store.mutate({ item: 'tea' })
    store.cancel()
    await expect(canceled).rejects.toMatchObject({ kind: 'canceled', delivery: 'unknown' })
  })

  test('of a mutation: optimisticUpdate is handed to the client', () => {
    const client = createFakeClient()
    const mutation = vi.spyOn(client, 'mutation')
    const optimisticUpdate = () => {}
    createMutationStore(save, { client, optimisticUpdate }).mutate({ item: 'tea' })
    expect(mutation).toHaveBeenCalledWith(save, { item: 'tea' }, { optimisticUpdate })
  })
})

describe('a mutation store', () => {
  const client = createFakeClient()

  test('refuses a reference that is not a mutation', () => {
    expect(() => make(undefined, { client })).toThrow(
      'A mutation such as api.orders.create is needed, but this is undefined.',
    )
  })

  test('of a mutation: retries is refused, with the reason', () => {
    expect(() => make(save, { client, callId: 'callId', retries: 1 })).toThrow(
      'Option "retries" takes no value for mutations: Convex itself sends them again.',
    )
  })

  test('refuses an optimistic update that is not a function', () => {
    expect(() => make(save, { client, optimisticUpdate: {} })).toThrow(
      'Option "optimisticUpdate" takes a function.',
    )
  })

  test('refuses an optimistic update over HTTP, where there are no queries to update', () => {
    const http = new ConvexHttpClient('http://127.0.0.1:1')
    const optimisticUpdate = () => {}
    expect(() => make(save, { client: http, optimisticUpdate })).toThrow(
      'Option "optimisticUpdate" cannot work with this client.',
    )
    expect(make(save, { client: http }).getState().status).toBe('idle')
  })

  test('refuses an unknown option and lists the known options', () => {
    expect(() => make(save, { client, timeuot: 5 })).toThrow(
      /Unknown option "timeuot"\. Known options: .*, optimisticUpdate/,
    )
  })

  test('refuses a client that runs actions only', () => {
    const { action } = client
    expect(() => make(save, { client: { action } })).toThrow('This client has no method "mutation".')
  })

  test('an action has no optimistic update', () => {
    const options: object = { optimisticUpdate: () => {} }
    expect(() => createActionStore(send, options, { client })).toThrow('Unknown option "optimisticUpdate"')
  })
})
