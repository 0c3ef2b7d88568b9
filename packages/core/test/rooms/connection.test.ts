import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Connection, connectionOf } from '../../src/connection.js'
import { createActionStore } from '../../src/index.js'
import { createFakeClient, type FakeClient } from '../../src/testing.js'
import { charge } from '../actions.js'
import { countListeners } from '../clients.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const watcher = () => ({ lookAtConnection: vi.fn() })

test('all watchers share one subscription, which ends with the last watcher', () => {
  const client = createFakeClient()
  const listeners = countListeners(client)
  const connection = new Connection(client)
  const [one, other] = [watcher(), watcher()]
  connection.watch(one)
  connection.watch(other)
  expect(listeners()).toBe(1)
  client.disconnect()
  expect([one, other].map((each) => each.lookAtConnection.mock.calls.length)).toEqual([1, 1])
  connection.unwatch(one)
  client.connect()
  expect([one, other].map((each) => each.lookAtConnection.mock.calls.length)).toEqual([1, 2])
  connection.unwatch(other)
  expect(listeners()).toBe(0)
})

test('a watcher that polls is called again within 100 ms, although the client publishes nothing', () => {
  const connection = new Connection(createFakeClient())
  const one = watcher()
  connection.watch(one)
  connection.poll()
  connection.poll()
  vi.advanceTimersByTime(100)
  expect(one.lookAtConnection).toHaveBeenCalledTimes(1)
  expect(vi.getTimerCount()).toBe(0)
  connection.poll()
  connection.unwatch(one)
  expect(vi.getTimerCount()).toBe(0)
})

test('a watcher of a client that reports its connection but no changes is still notified', () => {
  const { connectionState } = createFakeClient({ connected: false })
  const connection = new Connection({ action: async () => {}, connectionState })
  const one = watcher()
  connection.watch(one)
  connection.poll()
  vi.advanceTimersByTime(100)
  expect(one.lookAtConnection).toHaveBeenCalledTimes(1)
  expect(() => connection.unwatch(one)).not.toThrow()
})

test('a connection is opening until an attempt fails or succeeds', () => {
  const client = createFakeClient({ connected: false })
  const connection = new Connection(client)
  expect(connection.status()).toBe('opening')
  client.disconnect()
  expect(connection.status()).toBe('lost')
  client.connect()
  expect([connection.status(), connection.count()]).toEqual(['open', 1])
  client.close()
  expect(connection.status()).toBe('closed')
})

test('a client that is closed is not subscribed to', () => {
  const client = createFakeClient()
  const listeners = countListeners(client)
  client.close()
  new Connection(client).watch(watcher())
  expect(listeners()).toBe(0)
})

test('no client is unavailable, and one without a socket is open', () => {
  const none = new Connection(null)
  expect([none.status(), none.count()]).toEqual(['unavailable', undefined])
  const http = new Connection({ action: async () => {} })
  expect([http.status(), http.count()]).toEqual(['open', undefined])
})

test('all stores of a client share one subscription, which ends with the last execution', async () => {
  const client = createFakeClient()
  const listeners = countListeners(client)
  const stores = [createActionStore(charge, { client }), createActionStore(charge, { client })]
  const results = stores.map((store) => store.execute({ amount: 1 }))
  expect(listeners()).toBe(1)
  client.resolve(charge, 'one')
  await results[0]
  expect(listeners()).toBe(1)
  client.resolve(charge, 'other')
  await results[1]
  expect(listeners()).toBe(0)
})

test('stores of two clients do not share a subscription', () => {
  const [one, other] = [createFakeClient(), createFakeClient()]
  expect(connectionOf(one)).toBe(connectionOf(one))
  expect(connectionOf(one)).not.toBe(connectionOf(other))
  expect(connectionOf(null).status()).toBe('unavailable')
})

test('a watcher that polls is called once if the client publishes before', () => {
  const client = createFakeClient()
  const connection = new Connection(client)
  const one = watcher()
  connection.watch(one)
  connection.poll()
  client.disconnect()
  vi.advanceTimersByTime(100)
  expect(one.lookAtConnection).toHaveBeenCalledTimes(1)
  connection.poll()
  vi.advanceTimersByTime(100)
  expect(one.lookAtConnection).toHaveBeenCalledTimes(2)
})

test('a client that publishes after its subscription has ended does no harm', () => {
  let tell = () => {}
  const { connectionState } = createFakeClient()
  const subscribeToConnectionState: FakeClient['subscribeToConnectionState'] = (listener) => {
    tell = () => listener(connectionState())
    return () => {}
  }
  const connection = new Connection({ action: async () => {}, connectionState, subscribeToConnectionState })
  const one = watcher()
  connection.watch(one)
  connection.unwatch(one)
  expect(tell).not.toThrow()
  expect(one.lookAtConnection).not.toHaveBeenCalled()
})

for (const [name, member] of [
  ['ConvexClient', 'client'],
  ['ConvexReactClient', 'sync'],
])
  test(`a ${name} that a fatal error has stopped counts as closed, although it does not report it`, () => {
    const statusWith = (inside: object) =>
      new Connection(Object.assign(createFakeClient(), { [member as string]: inside })).status()
    const socket = (state: string) => ({ webSocketManager: { socketState: () => state } })
    expect([statusWith(socket('ready')), statusWith(socket('terminated'))]).toEqual(['open', 'closed'])
    // Other versions of convex may have other internals.
    expect([statusWith({}), statusWith({ webSocketManager: {} })]).toEqual(['open', 'open'])
  })
