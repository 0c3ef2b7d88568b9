import { Few } from './few.js'
import type { ActionClient, ConnectionState } from './types.js'

/**
 * How often, in ms, those who wait for a connection look whether the client still lives: one that is closed while it is
 * disconnected publishes nothing.
 */
const pollInterval = 50

/**
 * - `open`: what is handed over is sent
 * - `opening`: in the very first handshake, of which no attempt failed yet
 * - `lost`: there was a connection, or an attempt failed
 * - `closed`: the client is stopped for good
 * - `unavailable`: it cannot act at all, or there is none, as on a server
 */
type ConnectionStatus = 'open' | 'opening' | 'lost' | Stopped
export type Stopped = 'closed' | 'unavailable'

export const isStopped = (status: unknown): status is Stopped =>
  status === 'closed' || status === 'unavailable'

/** Whoever wants to know when a connection changes. */
interface Watcher {
  /** Must not throw. */
  lookAtConnection(): void
}

/** What is read of a client besides its public type; each may be missing. */
interface Inside {
  closed?: boolean
  disabled?: boolean
  close?: unknown
  client?: BaseClient
  sync?: BaseClient
}

interface BaseClient {
  webSocketManager?: { socketState?(): string }
}

/**
 * What can be known of a client, for those who wait for it. All stores of a client share it. Touches no socket before an execution does:
 * `ConvexReactClient` opens its own when it is first asked for its state.
 */
export class Connection {
  readonly client: ActionClient | null
  readonly #watchers = new Few<Watcher>()
  #unsubscribe: (() => void) | undefined
  #poll: ReturnType<typeof setTimeout> | undefined

  /**
   * @param client `null` stands for server rendering.
   * @throws `TypeError` where it is no client, or one that has a connection and cannot say how it is.
   */
  constructor(client: ActionClient | null | undefined) {
    if (client !== null && typeof client?.action !== 'function') {
      throw new TypeError(
        `A Convex client is needed in options.client, but this ${client ? 'has no method "action"' : 'is undefined'}.`,
      )
    }
    // Members of three classes, private ones too, under one type.
    if (!client?.subscribeToConnectionState && (client as Inside | null)?.close)
      throw new TypeError('This Convex client is too old to tell its connection: install convex 1.25.4.')
    this.client = client
  }

  /** Why nothing can be expected of the client any more, or `undefined`. */
  stopped(): Stopped | undefined {
    const inside = this.client as Inside | null
    if (!inside || inside.disabled) return 'unavailable'
    // A client that is closed throws where its inside is read.
    if (inside.closed) return 'closed'
    // After a FatalError nothing public says that the socket will not come back: only the socket itself does.
    const base = inside.client ?? inside.sync
    return base?.webSocketManager?.socketState?.() === 'terminated' ? 'closed' : undefined
  }

  /** Whether there is a connection, and, where there is none, why. A client without a socket is always `open`. */
  status(): ConnectionStatus {
    const stopped = this.stopped()
    if (stopped) return stopped
    const socket = this.#socket()
    if (!socket || socket.isWebSocketConnected) return 'open'
    return socket.connectionCount > 0 || socket.connectionRetries > 0 ? 'lost' : 'opening'
  }

  /** Which connection it is, counted from the first; of a client without a socket, `undefined`. */
  count(): number | undefined {
    return this.#socket()?.connectionCount
  }

  /** Tells `watcher` when any of it may have changed, until `unwatch`. */
  watch(watcher: Watcher): void {
    const { client } = this
    // A client without a socket has nothing to tell.
    if (!client?.connectionState || this.stopped()) return
    this.#unsubscribe ??= client.subscribeToConnectionState?.(() => this.#tell())
    this.#watchers.add(watcher)
  }

  unwatch(watcher: Watcher): void {
    if (!this.#watchers.delete(watcher) || this.#watchers.size) return
    clearTimeout(this.#poll)
    const unsubscribe = this.#unsubscribe
    this.#poll = this.#unsubscribe = undefined
    unsubscribe?.()
  }

  /** Tells those who watch once more, soon, also where the client publishes nothing. */
  poll(): void {
    this.#poll ??= setTimeout(() => this.#tell(), pollInterval)
  }

  #socket(): ConnectionState | undefined {
    return this.client?.connectionState?.()
  }

  #tell(): void {
    clearTimeout(this.#poll)
    this.#poll = undefined
    for (const watcher of this.#watchers.members) watcher.lookAtConnection()
  }
}

const connections = new WeakMap<ActionClient, Connection>()

/** The connection of `client`: the same for all stores that use it. Throws as `Connection` does. */
export function connectionOf(client: ActionClient | null | undefined): Connection {
  const known = client && connections.get(client)
  if (known) return known
  const connection = new Connection(client)
  if (client) connections.set(client, connection)
  return connection
}
