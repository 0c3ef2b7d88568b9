import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { clearInterval, setInterval } from 'node:timers'
import type { GenericSchema, SchemaDefinition } from 'convex/server'
import { WebSocketServer } from 'ws'
import type { TokenVerifier } from './auth.js'
import { largestBody } from './body.js'
import type { Component } from './components.js'
import type { ConvexTest } from './convex-test-internals.js'
import type { Mode } from './errors.js'
import { Faults } from './faults.js'
import { Functions } from './functions.js'
import { refusalOf } from './guard.js'
import type { Host } from './host.js'
import { handleHttp } from './http.js'
import type { ModuleMap } from './load-modules.js'
import { Repeats } from './repeats.js'
import { SyncSession } from './session.js'
import { Timers } from './timers.js'
import { WireLog } from './wire.js'

const pingEveryMs = 15_000

/** The options of `createLocalBackend`. */
export type LocalBackendOptions = {
  /**
   * The function modules, from `import.meta.glob('./convex/**\/*.ts')` or `loadModules(folder)`. The folder is that
   * of `_generated`, or else the common folder of all modules.
   */
  modules: ModuleMap
  /** The schema of the database. Default: the default export of the module `schema`, if there is one. */
  schema?: SchemaDefinition<GenericSchema, boolean>
  /** The components that the functions use, from `loadComponents(folder)`. Default: none. */
  components?: Component[]
  /** The port to listen on, on 127.0.0.1. Default: 0, a free port. */
  port?: number
  /** Which error texts are sent. Default: `production`, which sends `Server Error` and no logs. */
  mode?: Mode
  /** Receives every log line and the full text of every failure, as `npx convex dev` prints them. Default: none. */
  log?: (line: string) => void
  /** Decides which user a token belongs to: `loadAuth(folder)` or a test issuer. Default: every token is refused. */
  auth?: TokenVerifier
  /** Whether to serve the faults over HTTP to pages on this machine. Default: `false`. */
  control?: boolean
}

/** A running server. */
export type LocalBackend = {
  /** The address for clients, such as `http://127.0.0.1:3210`. */
  url: string
  port: number
  /**
   * Returns how often the handler of a function such as `emails:send` was started, by anyone. Functions of a
   * component have names such as `components/calls/lib:claim`.
   */
  runs(path: string): number
  /** Runs any query directly, including internal queries. Throws what the function throws. */
  query: ConvexTest['query']
  /** Runs any mutation directly, including internal mutations. Throws what the function throws. */
  mutation: ConvexTest['mutation']
  /** Runs any action directly, including internal actions. Throws what the function throws. */
  action: ConvexTest['action']
  /** Reads and writes the tables of a component, such as `calls`, directly. */
  inComponent: ConvexTest['runInComponent']
  /** Resolves when no function that a client requested is running any more. */
  settled(): Promise<void>
  /** The log of all messages. */
  wire: WireLog
  /** The faults to simulate. */
  faults: Faults
  /**
   * Stops the server: it stops listening, closes all connections and cancels scheduled functions. Running functions
   * continue.
   */
  close(): Promise<void>
}

/**
 * Starts a Convex-compatible server on this machine, for tests and demos.
 *
 * @throws `Error` if the port is taken, or the installed convex-test is not the expected version.
 *
 * @example const backend = await createLocalBackend({ modules: await loadModules('convex') }) const client = new
 * ConvexClient(backend.url)
 */
export async function createLocalBackend(options: LocalBackendOptions): Promise<LocalBackend> {
  const { modules, schema, components = [], port = 0, mode = 'production' } = options
  const { log = () => {}, auth, control = false } = options
  const sessions = new Set<SyncSession>()
  let url = ''
  const functions = await Functions.create({
    modules,
    schema,
    components,
    mode,
    log,
    baseUrl: () => url,
    onCommit: () => {
      for (const session of sessions) session.commitHappened()
    },
  })
  const faults = new Faults(() => sessions)
  const timers = new Timers()
  const host: Host = { functions, faults, wire: new WireLog(), timers, auth, mutations: new Repeats() }

  const server = createServer((request, response) => void handleHttp(host, control, request, response))
  acceptSockets(server, host, sessions)
  const listeningOn = await listen(server, port)
  url = `http://127.0.0.1:${listeningOn}`
  const ping = setInterval(() => {
    for (const session of sessions) session.send({ type: 'Ping' })
  }, pingEveryMs)

  return {
    url,
    port: listeningOn,
    runs: (path) => functions.runs(path),
    settled: () => functions.settled(),
    query: functions.test.query,
    mutation: mutationOf(functions),
    action: functions.test.action,
    inComponent: (path, callback) =>
      functions.inTransaction(() => functions.test.runInComponent(path, callback)),
    wire: host.wire,
    faults,
    close: async () => {
      clearInterval(ping)
      functions.close()
      timers.clear()
      for (const session of sessions) session.kill()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Runs mutations one after the other, including inline mutations. */
function mutationOf(functions: Functions): ConvexTest['mutation'] {
  const run = functions.test.mutation as (...all: unknown[]) => unknown
  return ((mutation: unknown, ...args: unknown[]) => {
    const inline = mutation as (ctx: unknown) => unknown
    const inTransaction = (ctx: unknown) => functions.inTransaction(() => inline(ctx))
    return run(typeof mutation === 'function' ? inTransaction : mutation, ...args)
  }) as ConvexTest['mutation']
}

/** Opens a session for each socket of a Convex client. */
function acceptSockets(server: Server, host: Host, sessions: Set<SyncSession>): void {
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: largestBody })
  let socketCount = 0
  server.on('upgrade', (request, socket, head) => {
    const refusal = refusalOf(request)
    if (refusal) return refuse(socket, '403 Forbidden', refusal)
    if (host.faults.refusing) return refuse(socket, '503 Service Unavailable')
    const isSync = /^\/api\/[^/]+\/sync$/.test(request.url?.split('?')[0] ?? '')
    if (!isSync) return refuse(socket, '404 Not Found')
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const session = new SyncSession(webSocket, ++socketCount, host)
      sessions.add(session)
      webSocket.on('close', () => sessions.delete(session))
    })
  })
}

/** Returns the port. Rejects if it is taken. */
async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  return (server.address() as AddressInfo).port
}

function refuse(socket: Duplex, status: string, why = ''): void {
  // The client may be gone already, or never close its side.
  socket.on('error', () => socket.destroy())
  socket.once('finish', () => socket.destroy())
  const headers = `Connection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(why)}`
  socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${why}`)
}
