import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JSONValue } from 'convex/values'
import { type Login, login } from './auth.js'
import { control } from './control.js'
import { encodeTimestamp } from './encoding.js'
import type { Kind } from './functions.js'
import type { Message } from './protocol.js'
import type { Host } from './session.js'
import { readFile, storeFile } from './storage.js'

const functionFailed = 560
const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': '*, authorization, content-type, convex-client, digest',
  'access-control-max-age': '86400',
}
const calls: Record<string, { kind: Kind; type: string }> = {
  '/api/query': { kind: 'query', type: 'Query' },
  '/api/query_at_ts': { kind: 'query', type: 'Query' },
  '/api/mutation': { kind: 'mutation', type: 'Mutation' },
  '/api/action': { kind: 'action', type: 'Action' },
}

/** Answers the HTTP side: function calls, files, and the control endpoints when they are served. */
export async function handleHttp(
  host: Host,
  serveControl: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const call = calls[pathname]
  if (request.method === 'OPTIONS') reply(response, 204, '')
  else if (pathname.startsWith('/_local/') && serveControl)
    await control(host, { pathname, searchParams }, request, response)
  else if (request.method === 'POST' && call) await functionCall(host, call, request, response)
  else if (request.method === 'POST' && pathname === '/api/query_ts') {
    replyJson(response, 200, { ts: encodeTimestamp(host.functions.lastCommit) })
  } else if (request.method === 'POST' && pathname === '/api/storage/upload') {
    await upload(host, searchParams.get('token'), request, response)
  } else if (request.method === 'GET' && pathname.startsWith('/api/storage/')) {
    await download(host, pathname.slice('/api/storage/'.length), response)
  } else reply(response, 404, 'Not found')
}

async function upload(
  { functions }: Host,
  token: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const type = request.headers['content-type'] ?? ''
  const blob = new Blob([await bodyOf(request)], { type })
  if (!functions.mayUpload(token)) return reply(response, 401, 'Not an upload address of this server')
  replyJson(response, 200, { storageId: await storeFile(functions.test, blob) })
}

async function download(host: Host, storageId: string, response: ServerResponse): Promise<void> {
  const file = await readFile(host.functions.test, storageId).catch(() => null)
  if (!file) return reply(response, 404, 'File not found')
  response.writeHead(200, { ...cors, 'content-type': file.type || 'application/octet-stream' })
  response.end(Buffer.from(await file.arrayBuffer()))
}

async function functionCall(
  host: Host,
  { kind, type }: { kind: Kind; type: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { faults, wire, timers } = host
  const wait = (milliseconds: number) => new Promise<void>((resolve) => timers.after(milliseconds, resolve))
  const body = await bodyOf(request)
  const proxy = faults.httpAnswer
  if (proxy) return reply(response, proxy.status, proxy.body, proxy.contentType)

  let message: Message
  try {
    const { path, args } = JSON.parse(body.toString())
    message = { type, udfPath: path, args: Array.isArray(args) ? args : [args ?? {}] }
  } catch {
    return replyJson(response, 400, { code: 'BadJsonBody', message: 'The request body is not valid JSON.' })
  }
  const fault = faults.meet(message, 'in')
  if (fault === 'drop') return
  if (fault === 'kill') return void response.destroy()
  if (typeof fault === 'object' && 'delay' in fault) await wait(fault.delay)
  if (typeof fault === 'object' && 'replace' in fault) message = fault.replace
  wire.add('http', 'in', message, body.length)
  if (fault === 'deliver-then-kill') response.destroy()

  let user: Login | null
  try {
    user = await bearer(host, request)
  } catch (error) {
    return replyJson(response, 401, { code: 'InvalidAuthHeader', message: (error as Error).message })
  }
  const udfPath: string = message.udfPath
  const args: JSONValue[] = message.args
  const outcome = await host.functions.run(kind, udfPath, args, user?.identity ?? null)
  const { logLines } = outcome
  let answer: Message = outcome.success
    ? { type: 'HttpResponse', udfPath, code: 200, status: 'success', value: outcome.value, logLines }
    : {
        type: 'HttpResponse',
        udfPath,
        code: functionFailed,
        status: 'error',
        errorMessage: outcome.errorMessage,
        errorData: outcome.errorData,
        logLines,
      }

  const loss = faults.meet(answer, 'out')
  if (loss === 'drop') return
  if (loss === 'kill') return void response.destroy()
  const delay = faults.answerDelay + (typeof loss === 'object' && 'delay' in loss ? loss.delay : 0)
  if (delay > 0) await wait(delay)
  if (typeof loss === 'object' && 'replace' in loss) answer = loss.replace
  if (response.destroyed) return
  const { type: _type, udfPath: _path, code, ...payload } = answer
  const text = JSON.stringify(payload)
  wire.add('http', 'out', answer, text.length)
  reply(response, code, text, 'application/json')
  if (loss === 'deliver-then-kill') response.once('finish', () => response.destroy())
}

async function bearer(host: Host, request: IncomingMessage): Promise<Login | null> {
  const [scheme, token] = request.headers.authorization?.split(' ') ?? []
  return scheme === 'Bearer' && token ? login(host.auth, token) : null
}

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Answers with a text that any page may read. */
export function reply(
  response: ServerResponse,
  status: number,
  body: string,
  contentType = 'text/plain',
): void {
  response.writeHead(status, { ...cors, 'content-type': contentType })
  response.end(body)
}

/** Answers with JSON that any page may read. */
export function replyJson(response: ServerResponse, status: number, body: unknown): void {
  reply(response, status, JSON.stringify(body), 'application/json')
}
