import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { ConvexHttpClient } from 'convex/browser'
import { ConvexReactClient } from 'convex/react'
import { expect, onTestFinished, test } from 'vitest'
import WebSocket from 'ws'
import type { LocalBackend } from '../src/index.js'
import { api, connect, connected, silent, startBackend, until, watch } from './setup.js'

const isAction = (message: { type: string }) => message.type === 'Action'
const isAnswer = (message: { type: string }) => message.type === 'ActionResponse'
const lost = 'Connection lost while action was in flight'

test('a killed socket loses the answer, the action ran, and it is not run again', async () => {
  const backend = await startBackend()
  backend.faults.delay(60_000)
  const client = connect(backend)
  const call = expect(client.action(api.calls.greet, { name: 'Ada' })).rejects.toThrow(lost)
  await backend.wire.waitFor(({ message }) => isAction(message))
  await expect.poll(() => backend.runs('calls:greet')).toBe(1)
  backend.faults.kill()
  await call
  expect(backend.runs('calls:greet')).toBe(1)
})

test('a request killed on its way in never runs and is not on the wire log', async () => {
  const backend = await startBackend()
  backend.faults.on((message, direction) => direction === 'in' && isAction(message), 'kill', { times: 1 })
  const client = connect(backend)
  await expect(client.action(api.calls.greet, { name: 'Ada' })).rejects.toThrow(lost)
  expect(backend.runs('calls:greet')).toBe(0)
  expect(backend.wire.requests()).toEqual([])
  expect(await client.action(api.calls.greet, { name: 'Ada' })).toBe('Hello, Ada')
})

test('messages in the same packet as a killed request are lost with it', async () => {
  const backend = await startBackend()
  const requestOf = (requestId: number) =>
    JSON.stringify({ type: 'Action', requestId, udfPath: 'calls:greet', args: [{ name: 'Ada' }] })
  backend.faults.on((message) => message.requestId === 0, 'kill')
  const { port } = backend
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/1.48.0/sync`)
  await once(socket, 'open')
  // The stream under the socket, which `ws` keeps for itself: so both are one packet.
  const { _socket: stream } = socket as unknown as {
    _socket: NodeJS.WritableStream & { cork(): void; uncork(): void }
  }
  stream.cork()
  socket.send(requestOf(0))
  socket.send(requestOf(1))
  stream.uncork()
  await once(socket, 'close')
  await backend.settled()
  expect(backend.wire.requests()).toEqual([])
  expect(backend.runs('calls:greet')).toBe(0)
})

test('a request delivered before the kill runs to its end without its client', async () => {
  const backend = await startBackend()
  backend.faults.on((message, direction) => direction === 'in' && isAction(message), 'deliver-then-kill')
  const client = connect(backend)
  await expect(client.action(api.counters.addSlowly, { name: 'a' })).rejects.toThrow(lost)
  await expect.poll(() => backend.query(api.counters.get, { name: 'a' })).toBe(1)
})

test('settled waits for a function whose client is gone', async () => {
  const backend = await startBackend()
  backend.faults.on((message, direction) => direction === 'in' && isAction(message), 'deliver-then-kill')
  const client = connect(backend)
  client.action(api.counters.addSlowly, { name: 'a' }).catch(() => {})
  await expect.poll(() => backend.runs('counters:addSlowly'), { interval: 1 }).toBe(1)
  await backend.settled()
  expect(await backend.query(api.counters.get, { name: 'a' })).toBe(1)
})

test('an answer delivered before the kill arrives', async () => {
  const backend = await startBackend()
  backend.faults.on((message) => isAnswer(message), 'deliver-then-kill')
  const client = connect(backend)
  expect(await client.action(api.calls.greet, { name: 'Ada' })).toBe('Hello, Ada')
  await until(client, (state) => !state.isWebSocketConnected)
})

test('a dropped message is lost and the connection stays', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  const end = backend.faults.on((message) => isAnswer(message), 'drop')
  let settled = false
  void client.action(api.calls.greet, { name: 'Ada' }).finally(() => {
    settled = true
  })
  await expect.poll(() => backend.runs('calls:greet')).toBe(1)
  end()
  expect(await client.action(api.calls.greet, { name: 'Bob' })).toBe('Hello, Bob')
  expect(settled).toBe(false)
  expect(client.connectionState()).toMatchObject({ connectionCount: 1, isWebSocketConnected: true })
})

test('a message can be replaced by another', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  backend.faults.on((message) => isAnswer(message), {
    replace: { type: 'ActionResponse', requestId: 0, success: true, result: 'forged', logLines: [] },
  })
  expect(await client.action(api.calls.greet, { name: 'Ada' })).toBe('forged')
})

test('a delayed Transition holds back those that follow, so that none is missing', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  const counter = watch<number>((on) => client.onUpdate(api.counters.get, { name: 'a' }, on))
  await counter.until(() => true)
  backend.faults.on((message) => message.type === 'Transition', { delay: 50 }, { times: 1 })
  const first = client.mutation(api.counters.add, { name: 'a' })
  await backend.wire.waitFor(({ message }) => message.type === 'MutationResponse')
  await Promise.all([first, client.mutation(api.counters.add, { name: 'a' })])
  expect(await counter.until((value) => value === 2)).toBe(2)
  expect(client.connectionState().connectionCount).toBe(1)
})

test('delay makes every answer late, over both transports', async () => {
  const backend = await startBackend()
  const client = await connected(backend)
  const http = new ConvexHttpClient(backend.url, { logger: silent })
  backend.faults.delay(60)
  for (const call of [
    () => client.action(api.calls.greet, { name: 'Ada' }),
    () => client.mutation(api.counters.add, { name: 'a' }),
    () => http.action(api.calls.greet, { name: 'Ada' }),
  ]) {
    const started = performance.now()
    await call()
    expect(performance.now() - started).toBeGreaterThanOrEqual(59)
  }
  backend.faults.delay(0)
  await client.action(api.calls.greet, { name: 'Ada' })
})

test('while refusing, open sockets stay and new ones are turned away', async () => {
  const backend = await startBackend()
  const open = await connected(backend)
  backend.faults.refuse(true)
  const late = connect(backend)
  await until(late, (state) => state.connectionRetries > 0)
  expect(await open.action(api.calls.greet, { name: 'Ada' })).toBe('Hello, Ada')
  expect(late.connectionState().hasEverConnected).toBe(false)
  backend.faults.refuse(false)
  expect(await late.action(api.calls.greet, { name: 'Bob' })).toBe('Hello, Bob')
})

test('disconnect closes with the given code and reason', async () => {
  const backend = await startBackend()
  const socket = new WebSocket(`${backend.url.replace('http', 'ws')}/api/1.48.0/sync`)
  await new Promise((resolve) => socket.once('open', resolve))
  backend.faults.disconnect(1012, 'restarting')
  const [code, reason] = await new Promise<[number, Buffer]>((resolve) => {
    socket.once('close', (...told: [number, Buffer]) => resolve(told))
  })
  expect([code, String(reason)]).toEqual([1012, 'restarting'])
})

test('a FatalError stops the client for good', async () => {
  const backend = await startBackend()
  const socket = await rawSocket(backend)
  backend.faults.fatal('The deployment is gone.')
  expect(await socket.next()).toEqual({ type: 'FatalError', error: 'The deployment is gone.' })
  expect(await socket.closed).toBe(1000)
})

test('an AuthError names the identity it is about', async () => {
  const backend = await startBackend()
  const socket = await rawSocket(backend)
  backend.faults.authError('Token expired')
  expect(await socket.next()).toEqual({
    type: 'AuthError',
    error: 'Token expired',
    baseVersion: 0,
    authUpdateAttempted: true,
  })
})

test('a message that is not JSON is answered with a FatalError', async () => {
  const socket = await rawSocket(await startBackend())
  socket.send('nonsense')
  expect(await socket.next()).toMatchObject({
    type: 'FatalError',
    error: expect.stringContaining('Invalid JSON'),
  })
})

test('an error in the log function is reported to the client, and does not end the process', async () => {
  const log = () => {
    throw new Error('the log is full')
  }
  const backend = await startBackend({ log })
  const socket = await rawSocket(backend)
  const call = { udfPath: 'calls:greet', args: [{ name: 'Ada' }] }
  socket.send(JSON.stringify({ type: 'Action', requestId: 0, ...call }))
  const error = 'The local backend failed: Error: the log is full'
  expect(await socket.next()).toEqual({ type: 'FatalError', error })
  const http = new ConvexHttpClient(backend.url, { logger: silent })
  await expect(http.action(api.calls.greet, { name: 'Ada' })).rejects.toThrow('the log is full')
})

test('a raw message reaches every client', async () => {
  const backend = await startBackend()
  const socket = await rawSocket(backend)
  backend.faults.send({ type: 'Ping' })
  expect(await socket.next()).toEqual({ type: 'Ping' })
})

test('an HTTP call can be answered by a proxy instead, and the function is not run', async () => {
  const backend = await startBackend()
  const http = new ConvexHttpClient(backend.url, { logger: silent })
  backend.faults.http({ status: 502, body: '<h1>Bad gateway</h1>', contentType: 'text/html' })
  await expect(http.action(api.calls.greet, { name: 'Ada' })).rejects.toThrow('<h1>Bad gateway</h1>')
  backend.faults.http(null)
  expect(await http.action(api.calls.greet, { name: 'Ada' })).toBe('Hello, Ada')
  expect(backend.runs('calls:greet')).toBe(1)
})

test('an HTTP answer can be lost after the function ran, or the request before it', async () => {
  const backend = await startBackend()
  const http = new ConvexHttpClient(backend.url, { logger: silent })
  backend.faults.on((message) => message.type === 'HttpResponse', 'kill', { times: 1 })
  await expect(http.action(api.calls.greet, { name: 'Ada' })).rejects.toThrow('fetch failed')
  expect(backend.runs('calls:greet')).toBe(1)
  backend.faults.on((message, direction) => direction === 'in' && isAction(message), 'kill', { times: 1 })
  await expect(http.action(api.calls.greet, { name: 'Ada' })).rejects.toThrow('fetch failed')
  expect(backend.runs('calls:greet')).toBe(1)
})

test('reset ends every fault', async () => {
  const backend = await startBackend()
  backend.faults.on(() => true, 'drop')
  backend.faults.refuse(true)
  backend.faults.delay(60_000)
  backend.faults.http({ status: 500, body: '' })
  backend.faults.reset()
  expect(await connect(backend).action(api.calls.greet, { name: 'Ada' })).toBe('Hello, Ada')
  const http = new ConvexHttpClient(backend.url, { logger: silent })
  expect(await http.action(api.calls.greet, { name: 'Ada' })).toBe('Hello, Ada')
})

test('a mutation whose answer was lost is sent again by the client and runs once', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  backend.faults.on((message) => message.type === 'MutationResponse', 'kill', { times: 1 })
  expect(await client.mutation(api.counters.add, { name: 'a' })).toBe(1)
  expect(backend.wire.requests('counters:add')).toHaveLength(2)
  expect(backend.runs('counters:add')).toBe(1)
})

test('mutations before Connect are not taken for one another', async () => {
  const backend = await startBackend()
  for (const name of ['a', 'b']) {
    const socket = await rawSocket(backend)
    socket.send(JSON.stringify({ type: 'Mutation', requestId: 0, udfPath: 'counters:add', args: [{ name }] }))
    expect(await socket.next()).toMatchObject({ type: 'MutationResponse', success: true })
  }
  expect(await backend.query(api.counters.get, { name: 'b' })).toBe(1)
})

test('a React client connects, runs actions and notices a killed socket', async () => {
  const backend = await startBackend()
  const client = new ConvexReactClient(backend.url, {
    webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    logger: silent,
    unsavedChangesWarning: false,
  })
  onTestFinished(() => client.close())
  expect(await client.action(api.calls.greet, { name: 'Ada' })).toBe('Hello, Ada')
  const gone = new Promise<void>((resolve) => {
    client.subscribeToConnectionState((state) => !state.isWebSocketConnected && resolve())
  })
  backend.faults.kill()
  await gone
})

test('closing the server ends the sockets of all clients and frees the port', async () => {
  const backend = await startBackend()
  const client = await connected(backend)
  await backend.close()
  await until(client, (state) => !state.isWebSocketConnected)
  const again = await startBackend({ port: backend.port })
  expect(again.url).toBe(backend.url)
})

test('a client that is refused and keeps its side open does not keep the server from closing', async () => {
  const backend = await startBackend()
  backend.faults.refuse(true)
  const socket = connectTcp({ port: backend.port, host: '127.0.0.1', allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  socket.write(
    `GET /api/1.48.0/sync HTTP/1.1\r\nHost: 127.0.0.1:${backend.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  )
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toContain('503 Service Unavailable')
  await backend.close()
})

test('waiting for a message that does not arrive fails and shows what arrived instead', async () => {
  const backend = await startBackend()
  await connect(backend).action(api.calls.greet, { name: 'Ada' })
  await expect(backend.wire.waitFor(() => false, 20)).rejects.toThrow(/within 20 ms[\s\S]*ActionResponse/)
})

async function rawSocket(backend: LocalBackend) {
  const socket = new WebSocket(`${backend.url.replace('http', 'ws')}/api/1.48.0/sync`)
  onTestFinished(() => socket.terminate())
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve) => socket.once('open', resolve))
  const next = () =>
    new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))))
  return { next, closed, send: (text: string) => socket.send(text) }
}
