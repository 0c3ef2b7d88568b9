import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Connection } from '../../src/connection.js'
import { fakeClient } from '../fake-client.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const watcher = () => ({ lookAtConnection: vi.fn() })

test('all who watch share one subscription, which ends with the last of them', () => {
  const client = fakeClient()
  const connection = new Connection(client)
  const [one, other] = [watcher(), watcher()]
  connection.watch(one)
  connection.watch(other)
  expect(client.listeners.size).toBe(1)
  client.publish({ isWebSocketConnected: false })
  expect([one, other].map((each) => each.lookAtConnection.mock.calls.length)).toEqual([1, 1])
  connection.unwatch(one)
  client.publish({ isWebSocketConnected: true })
  expect([one, other].map((each) => each.lookAtConnection.mock.calls.length)).toEqual([1, 2])
  connection.unwatch(other)
  expect(client.listeners.size).toBe(0)
})

test('who asks for it is told once more within 100 ms, though the client publishes nothing', () => {
  const connection = new Connection(fakeClient())
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

test('who watches a client that can tell how its connection is, but not when it changes, is told all the same', () => {
  const { connectionState } = fakeClient({ isWebSocketConnected: false })
  const connection = new Connection({ action: async () => {}, connectionState })
  const one = watcher()
  connection.watch(one)
  connection.poll()
  vi.advanceTimersByTime(100)
  expect(one.lookAtConnection).toHaveBeenCalledTimes(1)
})

test('a connection is opening until an attempt failed or one was open', () => {
  const client = fakeClient({ isWebSocketConnected: false, connectionCount: 0 })
  const connection = new Connection(client)
  expect(connection.status()).toBe('opening')
  client.publish({ connectionRetries: 1 })
  expect(connection.status()).toBe('lost')
  client.open()
  expect([connection.status(), connection.count()]).toEqual(['open', 1])
  client.close()
  expect(connection.status()).toBe('closed')
})

test('a client that is closed is not subscribed to', () => {
  const client = fakeClient()
  client.close()
  new Connection(client).watch(watcher())
  expect(client.listeners.size).toBe(0)
})

test('no client is unavailable, and one without a socket is open', () => {
  expect(new Connection(null).status()).toBe('unavailable')
  const http = new Connection({ action: async () => {} })
  expect([http.status(), http.count()]).toEqual(['open', undefined])
})
