import { request } from 'node:http'
import { connect as connectTcp } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openSocket, ServerProcess } from './server-process.js'

const server = new ServerProcess()
beforeEach(() => server.start(), 40_000)
afterAll(() => server.stop())

// Bounded in time, so that a slow machine tries fewer. A failure prints the seed that repeats it.
const bounds = { numRuns: 200, interruptAfterTimeLimit: 3000 }
const timeout = 40_000

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'a:b:c',
    ':',
    'calls:',
    'calls:greet',
    'counters:add',
    -1,
    2 ** 32,
    1e308,
  ),
)
const part = fc.record({
  type: fc.constantFrom('Add', 'Remove', null),
  queryId: odd,
  udfPath: odd,
  args: odd,
})

/** Something like a message: fields that are right, wrong or missing. */
const message = fc.record(
  {
    type: fc.constantFrom(
      'Connect',
      'Authenticate',
      'ModifyQuerySet',
      'Mutation',
      'Action',
      'Event',
      'Ping',
      5,
    ),
    sessionId: fc.oneof(fc.constantFrom('a', 'b'), odd),
    connectionCount: fc.oneof(fc.nat(), odd),
    tokenType: fc.constantFrom('User', 'Admin', 'None', 'Else'),
    value: odd,
    baseVersion: fc.oneof(fc.nat(), odd),
    newVersion: fc.oneof(fc.nat(), odd),
    modifications: fc.oneof(fc.array(part), odd),
    requestId: fc.oneof(fc.nat(), odd),
    udfPath: fc.oneof(fc.constantFrom('calls:greet', 'calls:echo', 'counters:add', 'counters:get'), odd),
    args: fc.oneof(fc.array(odd), fc.constant([{ name: 'a' }]), odd),
    eventType: odd,
  },
  { requiredKeys: ['type'] },
)
const frame = fc.oneof(
  { weight: 4, arbitrary: message.map((it) => JSON.stringify(it)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.uint8Array().map((bytes) => Buffer.from(bytes)) },
)

test('whatever frames arrive, a socket ends or keeps answering, and the server survives', {
  timeout,
}, async () => {
  const property = fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 8 }), async (frames) => {
    const { socket, received, closed } = await openSocket(server)
    for (const frame of frames) socket.send(frame)
    const args = [{ name: 'Ada' }]
    socket.send(JSON.stringify({ type: 'Action', requestId: 7_777_777, udfPath: 'calls:greet', args }))
    const answered = new Promise<void>((resolve) => {
      const look = () => received.some(({ requestId }) => requestId === 7_777_777) && resolve()
      socket.on('message', look)
      look()
    })
    await Promise.race([answered, closed])
    socket.terminate()
    await server.lives()
  })
  await fc.assert(property, bounds)
})

const path = fc.oneof(
  fc.constantFrom(
    '/api/action',
    '/api/mutation',
    '/api/query',
    '/api/query_at_ts',
    '/api/query_ts',
    '/_local/faults',
  ),
  fc.constantFrom(
    '/api/storage/upload?token=x',
    '/api/storage/__proto__',
    '/_local/wire',
    '/_local/wire?since=1',
    '/_local/rows?component=nowhere&table=none',
    '/api/1/sync',
  ),
  fc.webPath().map((path) => `/${path}`),
  fc.stringMatching(/^\/[!-~]{0,20}$/),
)
const headers = fc.dictionary(
  fc.constantFrom('origin', 'authorization', 'content-type', 'upgrade', 'accept', 'digest'),
  fc.oneof(
    fc.constantFrom('null', 'http://localhost', 'Bearer a.b.c', 'Bearer', 'websocket'),
    fc.stringMatching(/^[ -~]{0,20}$/),
  ),
)
const body = fc.oneof(
  fc.record({ path: odd, args: odd }, { requiredKeys: [] }).map((it) => JSON.stringify(it)),
  // Without a delay or a proxy, which would keep the server from answering.
  fc
    .dictionary(fc.constantFrom('kill', 'reset', 'disconnect', 'send', 'fatal', 'authError', 'x'), odd)
    .map((it) => JSON.stringify(it)),
  fc.string({ unit: 'binary' }),
)

test('whatever arrives over HTTP is answered, and never with 500', { timeout }, async () => {
  const method = fc.constantFrom('GET', 'POST', 'OPTIONS', 'PUT', 'HEAD', 'DELETE')
  const property = fc.asyncProperty(method, path, headers, body, async (method, path, headers, body) => {
    const status = await new Promise<number>((resolve, reject) => {
      const all = { ...headers, 'content-length': Buffer.byteLength(body) }
      const asked = request({
        port: server.port,
        host: '127.0.0.1',
        method,
        path,
        headers: all,
        agent: false,
      })
      asked.on('response', (response) => resolve(response.resume().statusCode ?? 0))
      asked.on('upgrade', (response, socket) => {
        socket.destroy()
        resolve(response.statusCode ?? 0)
      })
      asked.on('error', reject)
      asked.end(body)
    })
    expect(status).not.toBe(500)
    await server.lives()
  })
  await fc.assert(property, bounds)
})

test('whatever bytes arrive, the server survives', { timeout }, async () => {
  const start = fc.constantFrom(
    '',
    'GET / HTTP/1.1\r\n',
    'GET / HTTP/1.0\r\n\r\n',
    `POST /api/action HTTP/1.1\r\nHost: localhost:PORT\r\nTransfer-Encoding: chunked\r\n\r\n`,
    `GET /api/1/sync HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    `GET /api/1/sync HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    `GET /nowhere HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  )
  const property = fc.asyncProperty(
    start,
    fc.uint8Array({ maxLength: 200 }),
    fc.boolean(),
    async (start, bytes, isReset) => {
      await new Promise<void>((resolve) => {
        const socket = connectTcp(server.port, '127.0.0.1', () => {
          socket.write(start.replace('PORT', String(server.port)))
          socket.write(Buffer.from(bytes), () => (isReset ? socket.resetAndDestroy() : socket.end()))
        })
        socket.on('error', () => {})
        socket.on('close', () => resolve())
        socket.resume()
      })
      await server.lives()
    },
  )
  await fc.assert(property, bounds)
})
