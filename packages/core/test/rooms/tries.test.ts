import { expect, test } from 'vitest'
import { Connection } from '../../src/connection.js'
import { Tries } from '../../src/tries.js'

function connectionOf(socket: { isWebSocketConnected: boolean; connectionCount: number }) {
  const connectionState = () => ({ connectionRetries: 0, ...socket })
  return new Connection({
    action: async () => {},
    connectionState,
    subscribeToConnectionState: () => () => {},
  })
}

test('a call that ends before it is handed over was not sent; after that its outcome is unknown', () => {
  const tries = new Tries()
  expect(tries.end('canceled').delivery).toBe('not-sent')
  tries.handOver(new Connection({ action: async () => {} }))
  expect(tries.end('canceled').delivery).toBe('unknown')
})

test('an answer counts as responded, unless an earlier try had no answer', () => {
  const tries = new Tries()
  expect(tries.cover({ kind: 'server', delivery: 'responded' }).delivery).toBe('responded')
  tries.cover({ kind: 'connection', delivery: 'unknown' })
  expect(tries.cover({ kind: 'server', delivery: 'responded' })).toEqual({
    kind: 'server',
    delivery: 'unknown',
  })
})

test('an answer arrives only over the connection of its try', () => {
  const socket = { isWebSocketConnected: true, connectionCount: 4 }
  const connection = connectionOf(socket)
  const tries = new Tries()
  tries.handOver(connection)
  expect([tries.canBeAnswered(connection), tries.isOverHttp]).toEqual([true, false])
  socket.isWebSocketConnected = false
  expect(tries.canBeAnswered(connection)).toBe(false)
  Object.assign(socket, { isWebSocketConnected: true, connectionCount: 5 })
  expect(tries.canBeAnswered(connection)).toBe(false)
})

test('over HTTP an answer can always arrive', () => {
  const connection = new Connection({ action: async () => {} })
  const tries = new Tries()
  tries.handOver(connection)
  expect([tries.canBeAnswered(connection), tries.isOverHttp]).toEqual([true, true])
})
