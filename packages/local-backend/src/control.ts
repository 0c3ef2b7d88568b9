import type { IncomingMessage, ServerResponse } from 'node:http'
import { convexToJson, type Value } from 'convex/values'
import { bodyOf } from './body.js'
import { clip } from './clip.js'
import type { Faults } from './faults.js'
import type { Host } from './host.js'
import { replyJson } from './reply.js'

/** A fault that can be caused over HTTP: a description and a check of its value, and what it does. */
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

/**
 * Serves the faults, the log and the tables of components to pages on this machine: `POST /_local/faults`, `GET
 * /_local/wire` and `GET /_local/rows`.
 */
export async function control(
  host: Host,
  { pathname, searchParams }: Pick<URL, 'pathname' | 'searchParams'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET' && pathname === '/_local/wire') {
    return replyWithWire(host, searchParams.get('since') ?? '0', response)
  }
  if (request.method === 'GET' && pathname === '/_local/rows') {
    return replyWithRows(host, searchParams.get('component') ?? '', searchParams.get('table') ?? '', response)
  }
  if (request.method !== 'POST' || pathname !== '/_local/faults') {
    const error = 'Available: POST /_local/faults, GET /_local/wire and GET /_local/rows.'
    return replyJson(response, 404, { error })
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

async function replyWithRows(
  { functions }: Host,
  component: string,
  table: string,
  response: ServerResponse,
): Promise<void> {
  try {
    const rows = await functions.inTransaction(() =>
      functions.test.runInComponent(component, ({ db }) => db.query(table).collect()),
    )
    replyJson(response, 200, { rows: rows.map((row) => convexToJson(row as Value)) })
  } catch (cause) {
    const { message } = cause as Error
    const error = `The table "${table}" of the component "${component}" cannot be read: ${message}`
    replyJson(response, 400, { error })
  }
}

/** Causes all faults of a JSON text, or none. Returns what is wrong with the text, or `null`. */
function causeFaults(faults: Faults, json: string): string | null {
  const asked = parsed(json)
  if (!asked) return 'The body must be a JSON object such as {"delay":3000}.'
  const names = Object.keys(asked)
  for (const name of names) {
    const hook = Object.hasOwn(hooks, name) ? hooks[name] : undefined
    if (!hook) return `Unknown fault "${name}". Known faults: ${Object.keys(hooks).join(', ')}.`
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
