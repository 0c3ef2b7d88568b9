import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JSONValue } from 'convex/values'
import { type Login, login } from './auth.js'
import { bodyOf } from './body.js'
import type { Host } from './host.js'
import type { Kind, Outcome } from './outcome.js'
import { deepest, isNestedDeeper, type Message } from './protocol.js'
import { reply, replyJson } from './reply.js'

type Call = { kind: Kind; type: string }
type Request = { type: string; udfPath: string; args: JSONValue[] }

const functionFailed = 560

/** The function calls that are served over HTTP, by path. */
export const calls: Record<string, Call> = {
  '/api/query': { kind: 'query', type: 'Query' },
  '/api/query_at_ts': { kind: 'query', type: 'Query' },
  '/api/mutation': { kind: 'mutation', type: 'Mutation' },
  '/api/action': { kind: 'action', type: 'Action' },
}

/** Runs a function for an HTTP client, unless the request has a fault. */
export async function functionCall(
  host: Host,
  { kind, type }: Call,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { faults, wire } = host
  const body = await bodyOf(request)
  const proxy = faults.httpAnswer
  if (proxy) return reply(response, proxy.status, proxy.body, proxy.contentType)

  let message: Message = parseRequest(type, body)
  if (!message) {
    const text = 'The request body is not valid JSON of the form {"path":"module:function","args":{}}.'
    return replyJson(response, 400, { code: 'BadJsonBody', message: text })
  }
  const fault = faults.meet(message, 'in')
  if (fault === 'drop') return
  if (fault === 'kill') return void response.destroy()
  if (typeof fault === 'object' && 'delay' in fault) await pause(host, fault.delay)
  if (typeof fault === 'object' && 'replace' in fault) message = fault.replace
  wire.add('http', 'in', message, body.length)
  if (fault === 'deliver-then-kill') response.destroy()

  let user: Login | null
  try {
    user = await bearer(host, request)
  } catch (error) {
    return replyJson(response, 401, { code: 'InvalidAuthHeader', message: (error as Error).message })
  }
  const { udfPath, args }: Request = message
  const outcome = await host.functions.run(kind, udfPath, args, user?.identity ?? null)
  await sendAnswer(host, answerOf(udfPath, outcome), response)
}

function parseRequest(type: string, body: Buffer): Request | null {
  try {
    const { path, args = {} } = JSON.parse(body.toString())
    if (typeof path !== 'string' || typeof args !== 'object' || isNestedDeeper(args, deepest)) return null
    return { type, udfPath: path, args: Array.isArray(args) ? args : [args ?? {}] }
  } catch {
    return null
  }
}

function answerOf(udfPath: string, outcome: Outcome): Message {
  const { logLines } = outcome
  const head = { type: 'HttpResponse', udfPath }
  if (outcome.success) return { ...head, code: 200, status: 'success', value: outcome.value, logLines }
  const { errorMessage, errorData } = outcome
  return { ...head, code: functionFailed, status: 'error', errorMessage, errorData, logLines }
}

async function sendAnswer(host: Host, answer: Message, response: ServerResponse): Promise<void> {
  const { faults, wire } = host
  const fault = faults.meet(answer, 'out')
  if (fault === 'drop') return
  if (fault === 'kill') return void response.destroy()
  const delay = faults.answerDelay + (typeof fault === 'object' && 'delay' in fault ? fault.delay : 0)
  if (delay > 0) await pause(host, delay)
  const sent: Message = typeof fault === 'object' && 'replace' in fault ? fault.replace : answer
  if (response.destroyed) return
  const { type: _type, udfPath: _path, code, ...payload } = sent
  const text = JSON.stringify(payload)
  wire.add('http', 'out', sent, text.length)
  reply(response, code, text, 'application/json')
  if (fault === 'deliver-then-kill') response.once('finish', () => response.destroy())
}

const pause = ({ timers }: Host, milliseconds: number) =>
  new Promise<void>((resolve) => timers.after(milliseconds, resolve))

async function bearer(host: Host, request: IncomingMessage): Promise<Login | null> {
  const [scheme, token] = request.headers.authorization?.split(' ') ?? []
  return scheme === 'Bearer' && token ? login(host.auth, token) : null
}
