import { request } from 'node:http'
import { connect as connectTcp } from 'node:net'
import { ConvexHttpClient } from 'convex/browser'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openSocket, ServerProcess } from './server-process.js'
import { api, connect, silent } from './setup.js'

const server = new ServerProcess()
beforeEach(() => server.start(), 40_000)
afterAll(() => server.stop())

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

test.each([
  ['null', 'A message must be an object.'],
  ['5', 'A message must be an object.'],
  ['"Connect"', 'A message must be an object.'],
  ['[]', 'A message must have one of these types'],
  ['{}', 'A message must have one of these types'],
  ['{"type":null}', 'A message must have one of these types'],
  ['{"type":"__proto__"}', 'A message must have one of these types'],
  ['{"type":"Nonsense"}', 'A message must have one of these types'],
  ['nonsense', 'JSON'],
  ['', 'JSON'],
  ['{"type":"Connect","sessionId":5,"connectionCount":0}', 'The field "sessionId" of the message Connect'],
  [
    '{"type":"Action","requestId":"1","udfPath":"a:b","args":[]}',
    'The field "requestId" of the message Action',
  ],
  ['{"type":"Action","requestId":1,"udfPath":{},"args":[]}', 'The field "udfPath" of the message Action'],
  ['{"type":"Mutation","requestId":1,"udfPath":"a:b","args":{}}', 'The field "args" of the message Mutation'],
  [
    '{"type":"Mutation","requestId":-1,"udfPath":"a:b","args":[]}',
    'The field "requestId" of the message Mutation',
  ],
  [
    '{"type":"Authenticate","tokenType":"User","value":{},"baseVersion":0}',
    'The field "value" of the message',
  ],
  ['{"type":"Authenticate","tokenType":"Me","baseVersion":0}', 'The field "tokenType" of the message'],
  ['{"type":"ModifyQuerySet","baseVersion":0,"newVersion":1}', 'The field "modifications" of the message'],
  [
    '{"type":"ModifyQuerySet","baseVersion":0,"newVersion":1,"modifications":[null]}',
    'A modification must be',
  ],
  [
    '{"type":"ModifyQuerySet","baseVersion":0,"newVersion":1,"modifications":[{"type":"Add","queryId":0}]}',
    'The field "udfPath" of the modification Add',
  ],
])('the frame %s is answered with a FatalError that names what is wrong', expectRefusal)

test('a frame that is nested deeper than 128 levels is refused', async () => {
  const problem = 'It is nested more than 128 levels deep.'
  await expectRefusal(`{"type":"Event","eventType":"x","event":${nested(128)}}`, problem)
  await expectRefusal(`{"type":"Event","eventType":"x","event":${nested(100_000)}}`, problem)
})

async function expectRefusal(frame: string, problem: string): Promise<void> {
  const { socket, received, closed } = await openSocket(server)
  socket.send(frame)
  expect(await closed).toBe(1000)
  expect(received).toMatchObject([{ type: 'FatalError' }])
  expect(received[0]?.error).toContain('Received Invalid JSON on websocket: ')
  expect(received[0]?.error).toContain(problem)
  await server.lives()
}

test('a binary frame closes the socket', async () => {
  const { socket, closed } = await openSocket(server)
  socket.send(Buffer.from('{"type":"Event","eventType":"x","event":null}'), { binary: true })
  expect(await closed).toBe(1003)
  await server.lives()
})

test('a frame of more than 64 MiB closes the socket', { timeout: 20_000 }, async () => {
  const { socket, closed } = await openSocket(server)
  socket.send('x'.repeat(64 * 1024 * 1024 + 1))
  expect(await closed).toBe(1009)
  await server.lives()
})

test('a client that goes away while it is refused does not affect the server', async () => {
  const isGone: Promise<void>[] = []
  for (let count = 0; count < 200; count++) {
    isGone.push(
      new Promise((resolve) => {
        const socket = connectTcp(server.port, '127.0.0.1', () => {
          const head = `GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`
          socket.write(head, () => socket.resetAndDestroy())
        })
        socket.on('error', () => {})
        socket.on('close', () => resolve())
      }),
    )
  }
  await Promise.all(isGone)
  await server.lives()
})

/** The status that a request is answered with, its body perhaps never sent. */
function statusOf(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string | number>; body?: string | null } = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ port: server.port, host: '127.0.0.1', method, path, headers }, (response) => {
      resolve(response.statusCode ?? 0)
      asked.destroy()
    })
    asked.on('error', reject)
    if (body === null) asked.flushHeaders()
    else asked.end(body)
  })
}

test.each([
  '//',
  '///',
  '//evil.example',
  '//:0',
  '/\\',
  '/%',
  '/%00',
  '/api/%E0%A4%A',
  '/?%',
  '/api/storage/%',
])('the address %s is answered with 404', async (path) => {
  expect(await statusOf('GET', path)).toBe(404)
  expect(await statusOf('POST', path, { body: '{}' })).toBe(404)
})

test.each(['*', 'http://[', 'http://localhost/api/query_ts', 'x'])(
  'an address that is not a path, %s, is answered with 400',
  async (path) => {
    expect(await statusOf('OPTIONS', path)).toBe(400)
  },
)

test.each(['null', '5', '[]', '{}', '{"path":5}', '{"path":"a:b","args":5}'])(
  'the body %s of a call over HTTP is answered with 400',
  expectBadBody,
)

test('the body of a call over HTTP that is nested deeper than 128 levels is answered with 400', async () => {
  await expectBadBody(`{"path":"a:b","args":${nested(130)}}`)
  await expectBadBody(`{"path":"a:b","args":${nested(100_000)}}`)
})

async function expectBadBody(body: string): Promise<void> {
  for (const kind of ['query', 'mutation', 'action']) {
    expect(await statusOf('POST', `/api/${kind}`, { body })).toBe(400)
  }
  await server.lives()
}

test('an upload to an address that no mutation issued is refused before its body is read', async () => {
  const headers = { 'content-length': 1_000_000_000 }
  expect(await statusOf('POST', '/api/storage/upload?token=guessed', { headers, body: null })).toBe(401)
  expect(await statusOf('POST', '/api/storage/upload', { headers, body: null })).toBe(401)
})

test('an upload of more than 64 MiB is refused, whether it announces its size or not', {
  timeout: 20_000,
}, async () => {
  const client = connect(server)
  const path = async () => (await client.mutation(api.files.uploadUrl, {})).slice(server.url.length)
  const headers = { 'content-length': 64 * 1024 * 1024 + 1 }
  expect(await statusOf('POST', await path(), { headers, body: 'x' })).toBe(413)
  const chunked = { 'transfer-encoding': 'chunked' }
  expect(await statusOf('POST', await path(), { headers: chunked, body: 'x'.repeat(65 * 1024 * 1024) })).toBe(
    413,
  )
  await server.lives()
})

test.each([
  'nothing',
  'an object without a prototype',
  'an error whose message cannot be read',
  'a ConvexError whose data cannot be sent',
  'a ConvexError whose data is nested too deeply',
  'a revoked proxy',
])('an action that throws %s fails, over either transport', async (what) => {
  const failure = /^(\[CONVEX A\(calls:throwStrange\)\] )?\[Request ID: \w+\] Server Error/
  await expect(connect(server).action(api.calls.throwStrange, { what })).rejects.toThrow(failure)
  const http = new ConvexHttpClient(server.url, { logger: silent })
  await expect(http.action(api.calls.throwStrange, { what })).rejects.toThrow(failure)
  await server.lives()
})

test.each([200, 2000, 5000, 100_000])(
  'an action whose result is nested %i levels deep fails',
  async (levels) => {
    await expect(connect(server).action(api.calls.returnNested, { levels })).rejects.toThrow('Server Error')
    await server.lives()
  },
)

const faults = (body: string) => fetch(`${server.url}/_local/faults`, { method: 'POST', body })

test.each([
  ['{"kill":"yes"}', 'The fault "kill" takes true or false.'],
  ['{"delay":"3000"}', 'The fault "delay" takes milliseconds, from 0 to 2147483647.'],
  ['{"delay":-1}', 'The fault "delay" takes milliseconds'],
  ['{"delay":1e300}', 'The fault "delay" takes milliseconds'],
  ['{"disconnect":{"code":5}}', 'The fault "disconnect" takes'],
  ['{"disconnect":{"code":1006}}', 'The fault "disconnect" takes'],
  ['{"send":null}', 'The fault "send" takes a message: an object.'],
  ['{"fatal":{}}', 'The fault "fatal" takes a text.'],
  ['{"http":5}', 'The fault "http" takes'],
  ['{"http":{"status":99999,"body":""}}', 'The fault "http" takes'],
  ['{"http":{"status":200,"body":5}}', 'The fault "http" takes'],
  ['{"http":{"status":200,"body":"","contentType":"a\\nb"}}', 'The fault "http" takes'],
  ['{"__proto__":true}', 'Unknown fault "__proto__".'],
  ['null', 'The body must be a JSON object'],
])('the fault %s is refused, and no fault of the same request happens', async (body, problem) => {
  const { received } = await openSocket(server)
  const both = body.startsWith('{') ? `{"send":{"type":"Ping"},${body.slice(1)}` : body
  const response = await faults(body.startsWith('{"send"') ? body : both)
  expect(response.status).toBe(400)
  expect((await response.json()).error).toContain(problem)
  await server.lives()
  expect(received).toEqual([])
})
