import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** How a service behaves until it is told otherwise. */
export type Behaviour = {
  /** Milliseconds before it answers. Default: 0. */
  delay?: number
  /** Refuse every request, with this reason or a usual one. */
  refuse?: boolean | string
  /** Answer every request with HTTP 503, without doing anything. */
  fail?: boolean
}

/** What all stand-ins have: an address, the received requests, and a way to change their behavior. */
export type StandIn<Received, Told extends Behaviour = Behaviour> = {
  url: string
  /** Every request that arrived since the start or the last `clear`, oldest first. */
  received: readonly Received[]
  /** Replaces the behavior. Without an argument, the service behaves well again. */
  behave(told?: Told): void
  /** Removes the received requests and restores good behavior. */
  clear(): void
  close(): Promise<void>
}

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': '*',
}

/** A request, and what the service has received and was told so far. */
export type Call<Received, Told extends Behaviour = Behaviour> = {
  request: IncomingMessage
  body: string
  response: ServerResponse
  received: Received[]
  told: Told
}

/**
 * A small service on 127.0.0.1. A page sets its behavior with `POST /_behave` and a JSON body, and reads the received
 * requests at `GET /_received`.
 *
 * @param options `port`: by default a free port. `forget`: what else `clear` does. `respond`: adds a request to
 * `received` and answers it; if it throws, the answer is HTTP 400.
 */
export async function startStandIn<Received, Told extends Behaviour = Behaviour>(options: {
  port: number | undefined
  forget?(): void
  respond(call: Call<Received, Told>): Promise<void> | void
}): Promise<StandIn<Received, Told>> {
  const { port = 0, forget, respond } = options
  const received: Received[] = []
  let told = {} as Told
  const behave = (next = {} as Told) => {
    told = next
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await read(request)
    for (const [name, value] of Object.entries(cors)) response.setHeader(name, value)
    if (request.method === 'OPTIONS') response.writeHead(204).end()
    else if (request.url === '/_behave' && request.method === 'POST') {
      behave(JSON.parse(body || '{}'))
      json(response, 200, { ok: true })
    } else if (request.url === '/_received') json(response, 200, received)
    else await respond({ request, body, response, received, told })
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => json(response, 400, problem(error.message)))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    behave,
    clear: () => {
      received.length = 0
      forget?.()
      behave()
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** The body of an error answer, in the form of most services and of SendGrid. */
export function problem(message: string) {
  return { error: { message }, errors: [{ message }] }
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/**
 * Waits as told, and answers if the service is to fail or refuse.
 *
 * @param usual The default reason of a refusal.
 * @returns Whether it answered.
 */
export async function misbehave(
  { delay = 0, refuse, fail }: Behaviour,
  usual: string,
  response: ServerResponse,
): Promise<boolean> {
  if (delay > 0) await setTimeout(delay)
  if (fail) json(response, 503, problem('Service unavailable'))
  else if (refuse) json(response, 400, problem(refuse === true ? usual : refuse))
  return Boolean(fail || refuse)
}

async function read(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}
