import type { IncomingMessage, ServerResponse } from 'node:http'
import { clip } from './clip.js'
import type { Faults } from './faults.js'
import { bodyOf, replyJson } from './http.js'
import type { Host } from './session.js'

type Hooks = Pick<
  Faults,
  'kill' | 'disconnect' | 'refuse' | 'delay' | 'fatal' | 'authError' | 'send' | 'http' | 'reset'
>
const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** Serves the fault hooks to a page on this machine: `POST /_local/faults`, `GET /_local/wire`. */
export async function control(
  host: Host,
  { pathname, searchParams }: Pick<URL, 'pathname' | 'searchParams'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { faults } = host
  if (!loopback.has(request.socket.remoteAddress ?? '')) {
    return replyJson(response, 403, { error: 'Only from this machine.' })
  }
  if (request.method === 'GET' && pathname === '/_local/wire') {
    return replyWithWire(host, searchParams.get('since') ?? '0', response)
  }
  if (request.method !== 'POST' || pathname !== '/_local/faults') {
    return replyJson(response, 404, { error: 'There are POST /_local/faults and GET /_local/wire.' })
  }
  // biome-ignore lint/suspicious/noExplicitAny: JSON from outside, every hook takes what it is given
  const hooks: { [Hook in keyof Hooks]: (value: any) => void } = {
    kill: (on) => on && faults.kill(),
    disconnect: (close) => close && faults.disconnect(close.code, close.reason),
    refuse: (on) => faults.refuse(Boolean(on)),
    delay: (milliseconds) => faults.delay(Number(milliseconds)),
    fatal: (error) => faults.fatal(String(error)),
    authError: (error) => faults.authError(String(error)),
    send: (message) => faults.send(message),
    http: (answer) => faults.http(answer),
    reset: (on) => on && faults.reset(),
  }
  const asked: Record<string, unknown> | null = await bodyOf(request)
    .then((body) => JSON.parse(body.toString()))
    .catch(() => null)
  if (typeof asked !== 'object' || asked === null) {
    return replyJson(response, 400, { error: 'The body must be a JSON object such as {"delay":3000}.' })
  }
  const unknown = Object.keys(asked).find((name) => !Object.hasOwn(hooks, name))
  if (unknown !== undefined) {
    return replyJson(response, 400, {
      error: `No fault "${unknown}". There are ${Object.keys(hooks).join(', ')}.`,
    })
  }
  for (const [name, value] of Object.entries(asked)) hooks[name as keyof Hooks](value)
  replyJson(response, 200, { ok: true })
}

function replyWithWire({ wire, functions }: Host, since: string, response: ServerResponse): void {
  if (/^\d{1,16}$/.test(since)) {
    const entries = wire.since(Number(since)).map((entry) => ({ ...entry, message: clip(entry.message) }))
    replyJson(response, 200, { entries, newest: wire.newest, runs: functions.allRuns })
  } else replyJson(response, 400, { error: `"since" must be the number of a message, not "${since}".` })
}
