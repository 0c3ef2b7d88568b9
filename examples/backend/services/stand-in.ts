import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a service is told to do until told otherwise. */
export type Behaviour = {
  /** Milliseconds before it answers. Default 0. */
  delay?: number
  /** Refuse every request, with the given reason or a usual one. */
  refuse?: boolean | string
  /** Answer every request with HTTP 503, having done nothing. */
  fail?: boolean
}

/** What the stand-ins share: an address, what they received, and how they are told to behave. */
export type StandIn<Received, Told extends Behaviour = Behaviour> = {
  url: string
  /** Every request that arrived since the start or the last `clear`, oldest first. */
  received: readonly Received[]
  /** Replaces how it behaves; without an argument it behaves well again. */
  behave(told?: Told): void
  /** Forgets what it received and behaves well again. */
  clear(): void
  close(): Promise<void>
}

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': '*',
}

/**
 * A small service on 127.0.0.1. A page tells it how to behave with `POST /_behave` and a JSON body, and reads what
 * it received at `GET /_received`.
 */
export async function startStandIn<Received, Told extends Behaviour>(options: {
  port: number | undefined
  received: Received[]
  told: { current: Told }
  clear(): void
  respond(request: IncomingMessage, body: string, response: ServerResponse): Promise<void>
}): Promise<StandIn<Received, Told>> {
  const { received, told, respond } = options
  const behave = (next = {} as Told) => {
    told.current = next
  }
  const server = createServer(async (request, response) => {
    const body = await read(request)
    for (const [name, value] of Object.entries(cors)) response.setHeader(name, value)
    if (request.method === 'OPTIONS') response.writeHead(204).end()
    else if (request.url === '/_behave' && request.method === 'POST') {
      behave(JSON.parse(body || '{}'))
      json(response, 200, { ok: true })
    } else if (request.url === '/_received') json(response, 200, received)
    else await respond(request, body, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    behave,
    clear: () => {
      options.clear()
      behave()
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function read(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}
