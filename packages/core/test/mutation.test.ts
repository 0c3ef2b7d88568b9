import { ConvexClient, ConvexHttpClient } from 'convex/browser'
import { makeFunctionReference } from 'convex/server'
import { ConvexError } from 'convex/values'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type ActionState, createActionStore, createMutationStore, type MutationStore } from '../src/index.js'
import { createFakeClient } from '../src/testing.js'
import { send } from './actions.js'
import { api, clients, isOpen, type SocketClient, startBackend, until } from './backend.js'
import { macrotask } from './fake-client.js'

const save = makeFunctionReference<'mutation', { item: string; callId?: string }, string>('orders:save')

/** What a store shows, from now on. */
function watch(store: Pick<MutationStore, 'subscribe'>) {
  const states: ActionState[] = []
  store.subscribe((state) => states.push(state))
  return () => states.map(({ status, phase }) => phase ?? status)
}

/** As a program without types, or with wrong ones, would call it. */
const make = createMutationStore as (
  reference: unknown,
  options?: unknown,
) => ReturnType<typeof createMutationStore>

describe('a mutation', () => {
  test('is shown as an action is', async () => {
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

  test('of a mutation: connection is no end; it stays running while that is gone, and settles with its result', async () => {
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

  test('that waits for a connection can be canceled and is never sent', async () => {
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

  test('of a mutation: unknown is what is given up while it runs, for the client delivers it all the same', async () => {
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

describe('what a mutation cannot be given', () => {
  const client = createFakeClient()

  test('is refused: what is no mutation', () => {
    expect(() => make(undefined, { client })).toThrow(
      'A mutation such as api.orders.create is needed, but this is undefined.',
    )
  })

  test('of a mutation: retries is refused, with the reason', () => {
    expect(() => make(save, { client, callId: 'callId', retries: 1 })).toThrow(
      'Option "retries" takes nothing: Convex itself sends a mutation again.',
    )
  })

  test('is refused: an optimistic update that is none', () => {
    expect(() => make(save, { client, optimisticUpdate: {} })).toThrow(
      'Option "optimisticUpdate" takes a function.',
    )
  })

  test('is refused: an optimistic update over HTTP, where there are no queries to update', () => {
    const http = new ConvexHttpClient('http://127.0.0.1:1')
    const optimisticUpdate = () => {}
    expect(() => make(save, { client: http, optimisticUpdate })).toThrow(
      'Option "optimisticUpdate" cannot work with this client.',
    )
    expect(make(save, { client: http }).getState().status).toBe('idle')
  })

  test('is refused: an unknown option, and those that there are are told', () => {
    expect(() => make(save, { client, timeuot: 5 })).toThrow(
      /Unknown option "timeuot"\. There are: .*, optimisticUpdate/,
    )
  })

  test('is refused: a client that runs actions only', () => {
    const { action } = client
    expect(() => make(save, { client: { action } })).toThrow('This client has no method "mutation".')
  })

  test('an action has no optimistic update', () => {
    const options: object = { optimisticUpdate: () => {} }
    expect(() => createActionStore(send, options, { client })).toThrow('Unknown option "optimisticUpdate"')
  })
})

const isAnswer = (message: { type: string }, direction: string) =>
  direction === 'out' && message.type === 'MutationResponse'
const isRequest = (message: { type: string }, direction: string) =>
  direction === 'in' && message.type === 'Mutation'

for (const [name, connect] of Object.entries(clients)) {
  describe(`a mutation over a real socket of ${name}`, () => {
    async function start() {
      const backend = await startBackend()
      const client: SocketClient = connect(backend.url)
      onTestFinished(() => client.close())
      await until(client, isOpen)
      const store = createMutationStore(api.orders.create, { client })
      const items = () => backend.query(api.orders.items, {})
      return { backend, client, store, seen: watch(store), items }
    }

    test.each([
      ['before it arrives', isRequest],
      ['before its answer is read', isAnswer],
    ])(
      'whose socket is killed %s is sent again, runs once and settles with its result',
      async (_, filter) => {
        const { backend, store, seen, items } = await start()
        backend.faults.on(filter, 'kill', { times: 1 })
        expect(await store.mutate({ item: 'tea' })).toBe('ordered tea')
        expect(seen()).toEqual(['idle', 'running', 'success'])
        expect(await items()).toEqual(['tea'])
        expect(backend.runs('orders:create')).toBe(1)
      },
    )

    test('that is refused says why, after a lost connection too', async () => {
      const { backend, store } = await start()
      backend.faults.on(isAnswer, 'kill', { times: 1 })
      await expect(store.mutate({ item: 'nothing' })).rejects.toMatchObject({
        kind: 'application',
        delivery: 'responded',
        message: 'There is nothing to order.',
      })
    })

    test('that is under way ends when its client is closed, or is stopped for good', async () => {
      const one = await start()
      one.backend.faults.on(isAnswer, 'drop')
      const closed = one.store.mutate({ item: 'tea' })
      await one.client.close()
      await expect(closed).rejects.toMatchObject({ kind: 'closed', delivery: 'unknown' })

      const other = await start()
      other.backend.faults.on(isAnswer, 'drop')
      const stopped = other.store.mutate({ item: 'tea' })
      await other.backend.wire.waitFor(({ message }) => message.type === 'Mutation')
      other.backend.faults.fatal('Gone for good.')
      await expect(stopped).rejects.toMatchObject({ kind: 'closed', delivery: 'unknown' })
    })
  })
}

describe('an optimistic update', () => {
  /** A list of orders that follows the server, and a store that adds to it at once. */
  async function start() {
    const backend = await startBackend()
    const client = new ConvexClient(backend.url, { logger: false, unsavedChangesWarning: false })
    onTestFinished(() => client.close())
    const lists: string[][] = []
    client.onUpdate(api.orders.items, {}, (items) => void lists.push(items))
    await vi.waitFor(() => expect(lists).toEqual([[]]))
    const store = createMutationStore(api.orders.create, {
      client,
      optimisticUpdate: (queries, { item }) =>
        queries.setQuery(api.orders.items, {}, [
          ...(queries.getQuery(api.orders.items, {}) ?? []),
          `${item}?`,
        ]),
    })
    return { backend, store, lists }
  }

  test('is seen at once, and gives way to what the server says', async () => {
    const { backend, store, lists } = await start()
    backend.faults.on(isAnswer, { delay: 50 })
    const result = store.mutate({ item: 'tea' })
    await vi.waitFor(() => expect(lists.at(-1)).toEqual(['tea?']))
    expect(store.getState().status).toBe('pending')
    await result
    await vi.waitFor(() => expect(lists.at(-1)).toEqual(['tea']))
    expect(lists).toEqual([[], ['tea?'], ['tea']])
  })

  test('is rolled back when the mutation fails', async () => {
    const { store, lists } = await start()
    await expect(store.mutate({ item: 'nothing' })).rejects.toMatchObject({ kind: 'application' })
    await vi.waitFor(() => expect(lists).toEqual([[], ['nothing?'], []]))
  })
})

test('a mutation runs over HTTP too', async () => {
  const backend = await startBackend()
  const client = new ConvexHttpClient(backend.url, { logger: false })
  expect(await createMutationStore(api.orders.create, { client }).mutate({ item: 'tea' })).toBe('ordered tea')
  await backend.close()
  await expect(
    createMutationStore(api.orders.create, { client }).mutate({ item: 'tea' }),
  ).rejects.toMatchObject({
    kind: 'connection',
    delivery: 'unknown',
  })
})
