import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf } from './body.js'
import { clip } from './clip.js'
import type { Faults } from './faults.js'
import type { Host } from './host.js'
import { replyJson } from './reply.js'

/** A fault as it is caused over HTTP: what its value must be, in words and as a check, and what it does. */
type Hook = {
  takes: string
  // biome-ignore lint/suspicious/noExplicitAny: JSON from outside, which is looked at here
  fits: (value: any) => boolean
  // biome-ignore lint/suspicious/noExplicitAny: it fits
  cause: (faults: Faults, value: any) => void
}

const longestDelay = 2 ** 31 - 1
const isText = (value: unknown) => typeof value === 'string'
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isAbsentOr = (fits: (value: unknown) => boolean) => (value: unknown) =>
  value === undefined || fits(value)
const isCloseCode = (code: unknown) =>
  Number.isInteger(code) &&
  ((Number(code) >= 1000 && Number(code) <= 1014 && ![1004, 1005, 1006].includes(Number(code))) ||
    (Number(code) >= 3000 && Number(code) <= 4999))

const flag = { takes: 'true or false', fits: (value: unknown) => typeof value === 'boolean' }
const text = { takes: 'a text', fits: isText }

const hooks: Record<string, Hook> = {
  kill: { ...flag, cause: (faults, on) => on && faults.kill() },
  disconnect: {
    takes:
      '{} or {"code":1001,"reason":""}: a code that a server may close with, a reason of at most 123 bytes',
    fits: (close) =>
      isObject(close) &&
      isAbsentOr(isCloseCode)(close.code) &&
      isAbsentOr((reason) => isText(reason) && Buffer.byteLength(String(reason)) <= 123)(close.reason),
    cause: (faults, { code, reason }) => faults.disconnect(code, reason),
  },
  refuse: { ...flag, cause: (faults, on) => faults.refuse(on) },
  delay: {
    takes: `milliseconds, from 0 to ${longestDelay}`,
    fits: (delay) => typeof delay === 'number' && delay >= 0 && delay <= longestDelay,
    cause: (faults, delay) => faults.delay(delay),
  },
  fatal: { ...text, cause: (faults, error) => faults.fatal(error) },
  authError: { ...text, cause: (faults, error) => faults.authError(error) },
  send: { takes: 'a message: an object', fits: isObject, cause: (faults, message) => faults.send(message) },
  http: {
    takes: 'null or {"status":502,"body":"","contentType":"text/html"}, with a status from 200 to 599',
    fits: (answer) =>
      answer === null ||
      (isObject(answer) &&
        Number.isInteger(answer.status) &&
        answer.status >= 200 &&
        answer.status <= 599 &&
        isText(answer.body) &&
        isAbsentOr((type) => isText(type) && /^[\x20-\x7e]+$/.test(String(type)))(answer.contentType)),
    cause: (faults, answer) => faults.http(answer),
  },
  reset: { ...flag, cause: (faults, on) => on && faults.reset() },
}

/** Serves the fault hooks and the log to a page on this machine: `POST /_local/faults`, `GET /_local/wire`. */
export async function control(
  host: Host,
  { pathname, searchParams }: Pick<URL, 'pathname' | 'searchParams'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET' && pathname === '/_local/wire') {
    return replyWithWire(host, searchParams.get('since') ?? '0', response)
  }
  if (request.method !== 'POST' || pathname !== '/_local/faults') {
    return replyJson(response, 404, { error: 'There are POST /_local/faults and GET /_local/wire.' })
  }
  const body = await bodyOf(request)
  const problem = causeFaults(host.faults, body.toString())
  if (problem !== null) replyJson(response, 400, { error: problem })
  else replyJson(response, 200, { ok: true })
}

function replyWithWire({ wire, functions }: Host, since: string, response: ServerResponse): void {
  if (/^\d{1,16}$/.test(since)) {
    const entries = wire.since(Number(since)).map((entry) => ({ ...entry, message: clip(entry.message) }))
    replyJson(response, 200, { entries, newest: wire.newest, runs: functions.allRuns })
  } else replyJson(response, 400, { error: `"since" must be the number of a message, not "${since}".` })
}

/** Causes all faults of a JSON text, or none; answers what is wrong with the text, `null` when nothing is. */
function causeFaults(faults: Faults, json: string): string | null {
  const asked = parsed(json)
  if (!asked) return 'The body must be a JSON object such as {"delay":3000}.'
  const names = Object.keys(asked)
  for (const name of names) {
    const hook = Object.hasOwn(hooks, name) ? hooks[name] : undefined
    if (!hook) return `No fault "${name}". There are ${Object.keys(hooks).join(', ')}.`
    if (!hook.fits(asked[name])) return `The fault "${name}" takes ${hook.takes}.`
  }
  for (const name of names) hooks[name]?.cause(faults, asked[name])
  return null
}

function parsed(json: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(json)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
