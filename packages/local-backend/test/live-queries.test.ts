import { expect, test } from 'vitest'
import { api, connect, startBackend, until, watch } from './setup.js'

test('a mutation settles when the live queries show what it wrote', async () => {
  const client = connect(await startBackend())
  const counter = watch<number>((on) => client.onUpdate(api.counters.get, { name: 'a' }, on))
  expect(await counter.until(() => true)).toBe(0)
  expect(await client.mutation(api.counters.add, { name: 'a' })).toBe(1)
  expect(counter.values).toEqual([0, 1])
})

test.each([0, 40])(
  'the answer to a mutation comes before the Transition that shows its effect, also %i ms late',
  async (delay) => {
    const backend = await startBackend()
    const client = connect(backend)
    const counter = watch<number>((on) => client.onUpdate(api.counters.get, { name: 'a' }, on))
    await counter.until(() => true)
    backend.faults.delay(delay)
    backend.wire.clear()
    await client.mutation(api.counters.add, { name: 'a' })
    const types = backend.wire.entries
      .filter(({ direction }) => direction === 'out')
      .map(({ message }) => message.type)
    expect(types).toEqual(['MutationResponse', 'Transition'])
  },
)

test('every subscribed client sees what one client writes', async () => {
  const backend = await startBackend()
  const [writer, reader] = [connect(backend), connect(backend)]
  const counter = watch<number>((on) => reader.onUpdate(api.counters.get, { name: 'a' }, on))
  await counter.until((value) => value === 0)
  await writer.mutation(api.counters.add, { name: 'a' })
  expect(await counter.until((value) => value === 1)).toBe(1)
})

test('two queries that change together are never seen apart', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  const left = watch<number>((on) => client.onUpdate(api.counters.get, { name: 'left' }, on))
  const right = watch<number>((on) => client.onUpdate(api.counters.get, { name: 'right' }, on))
  await Promise.all([left.until(() => true), right.until(() => true)])
  backend.wire.clear()
  await Promise.all(Array.from({ length: 5 }, () => client.mutation(api.counters.addBoth, {})))
  await Promise.all([left.until((value) => value === 5), right.until((value) => value === 5)])
  const transitions = backend.wire.entries
    .filter(({ message }) => message.type === 'Transition')
    .map(({ message }) => message.modifications.map(({ value }: { value: number }) => value))
    .filter((values) => values.length > 0)
  expect(transitions.length).toBeGreaterThan(0)
  for (const values of transitions) {
    expect(values).toHaveLength(2)
    expect(values[0]).toBe(values[1])
  }
})

test('a query nobody watches any more is not sent any more', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  const counter = watch<number>((on) => {
    const unsubscribe = client.onUpdate(api.counters.get, { name: 'a' }, (value) => {
      on(value)
      unsubscribe()
    })
  })
  await counter.until(() => true)
  await backend.wire.waitFor(({ message }) => message.modifications?.[0]?.type === 'QueryRemoved')
  backend.wire.clear()
  await client.mutation(api.counters.add, { name: 'a' })
  const transition = await backend.wire.waitFor(({ message }) => message.type === 'Transition')
  expect(transition.message.modifications).toEqual([])
  expect(counter.values).toEqual([0])
})

test('a commit that changes nothing a client watches sends it nothing', async () => {
  const backend = await startBackend()
  const [writer, reader] = [connect(backend), connect(backend)]
  const counter = watch<number>((on) => reader.onUpdate(api.counters.get, { name: 'a' }, on))
  await counter.until(() => true)
  const socket = backend.wire.entries.find(
    ({ message }) => message.modifications?.[0]?.type === 'QueryUpdated',
  )?.socket
  backend.wire.clear()
  await writer.mutation(api.counters.add, { name: 'other' })
  await writer.mutation(api.counters.add, { name: 'other' })
  expect(backend.wire.entries.filter((entry) => entry.socket === socket)).toEqual([])
})

test('a query that fails is reported as a failure, with a ConvexError’s data', async () => {
  const client = connect(await startBackend())
  const error = await new Promise<Error & { data?: unknown }>((resolve) => {
    client.onUpdate(api.calls.failInQuery, {}, () => {}, resolve as (error: Error) => void)
  })
  expect(error.data).toBe('not for you')
})

test('after a reconnect, a live query continues', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  const counter = watch<number>((on) => client.onUpdate(api.counters.get, { name: 'a' }, on))
  await counter.until(() => true)
  backend.faults.disconnect()
  await until(client, (state) => state.connectionCount === 2 && state.isWebSocketConnected)
  await client.mutation(api.counters.add, { name: 'a' })
  expect(await counter.until((value) => value === 1)).toBe(1)
})
