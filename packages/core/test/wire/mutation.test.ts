import { ConvexClient, ConvexHttpClient } from 'convex/browser'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createMutationStore } from '../../src/index.js'
import { watch } from '../stores.js'
import { api } from './api.js'
import { clients, isOpen, type SocketClient, startBackend, until } from './backend.js'
import { isAnswer, isRequest } from './messages.js'

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

    test('that is under way ends when its client is closed or stopped for good', async () => {
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
  /** A live list of orders, and a store that adds to it optimistically. */
  async function start() {
    const backend = await startBackend()
    const client = new ConvexClient(backend.url, { logger: false, unsavedChangesWarning: false })
    onTestFinished(() => client.close())
    const lists: string[][] = []
    client.onUpdate(api.orders.items, {}, (items) => void lists.push(items))
    await vi.waitFor(() => expect(lists).toEqual([[]]), 20_000)
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

  test('is visible at once, and is replaced by the server’s data', async () => {
    const { backend, store, lists } = await start()
    backend.faults.on(isAnswer, { delay: 50 })
    const result = store.mutate({ item: 'tea' })
    await vi.waitFor(() => expect(lists.at(-1)).toEqual(['tea?']), 20_000)
    expect(store.getState().status).toBe('pending')
    await result
    await vi.waitFor(() => expect(lists.at(-1)).toEqual(['tea']), 20_000)
    expect(lists).toEqual([[], ['tea?'], ['tea']])
  })

  test('is rolled back when the mutation fails', async () => {
    const { store, lists } = await start()
    await expect(store.mutate({ item: 'nothing' })).rejects.toMatchObject({ kind: 'application' })
    await vi.waitFor(() => expect(lists).toEqual([[], ['nothing?'], []]), 20_000)
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
