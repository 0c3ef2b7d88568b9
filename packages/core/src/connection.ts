import { Few } from './few.js'
import type { ActionClient, ConnectionState } from './types.js'

/**
 * How often to check whether the client is still alive, in milliseconds. A client that is closed while it is
 * disconnected publishes nothing.
 */
const pollInterval = 50

/**
 * - `open`: a call is sent at once
 * - `opening`: the client opens its very first connection, and no attempt has failed yet
 * - `lost`: the connection was lost, or an attempt failed
 * - `closed`: the client is stopped for good
 * - `unavailable`: there is no client, as on a server, or it is disabled
 */
type ConnectionStatus = 'open' | 'opening' | 'lost' | Stopped
export type Stopped = 'closed' | 'unavailable'

export const isStopped = (status: unknown): status is Stopped =>
  status === 'closed' || status === 'unavailable'

/** Something that wants to know when the connection changes. */
interface Watcher {
  /** Must not throw. */
  lookAtConnection(): void
}

/** What is read of a client besides its public type. Each member may be missing. */
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
 * The connection of a client. All stores of a client share it. It does not touch the socket before the first
 * execution, because `ConvexReactClient` opens its socket when its state is first read.
 */
export class Connection {
  readonly client: ActionClient | null
  readonly #watchers = new Few<Watcher>()
  #unsubscribe: (() => void) | undefined
  #poll: ReturnType<typeof setTimeout> | undefined

  /**
   * @param client The client, or `null` for server rendering.
   * @throws `TypeError` if it is not a client, or if it is too old to report its connection.
   */
  constructor(client: ActionClient | null | undefined) {
    if (client !== null && typeof client?.action !== 'function') {
      throw new TypeError(
        `options.client must be a Convex client, but it ${client ? 'has no method "action"' : 'is undefined'}.`,
      )
    }
    // One type for members of three classes, including private members.
    if (!client?.subscribeToConnectionState && (client as Inside | null)?.close)
      throw new TypeError('This Convex client is too old. Install convex 1.25.4 or newer.')
    this.client = client
  }

  /** Why the client cannot be used any more, or `undefined` if it can. */
  stopped(): Stopped | undefined {
    const inside = this.client as Inside | null
    if (!inside || inside.disabled) return 'unavailable'
    // Reading the inner client throws once the client is closed.
    if (inside.closed) return 'closed'
    // After a FatalError, only the socket itself shows that it will not reconnect. There is no public sign.
    const base = inside.client ?? inside.sync
    return base?.webSocketManager?.socketState?.() === 'terminated' ? 'closed' : undefined
  }

  /** The status of the connection. A client without a socket is always `open`. */
  status(): ConnectionStatus {
    const stopped = this.stopped()
    if (stopped) return stopped
    const socket = this.#socket()
    if (!socket || socket.isWebSocketConnected) return 'open'
    return socket.connectionCount > 0 || socket.connectionRetries > 0 ? 'lost' : 'opening'
  }

  /** The number of the current connection, counted from 1, or `undefined` for a client without a socket. */
  count(): number | undefined {
    return this.#socket()?.connectionCount
  }

  /** Calls `watcher` whenever the connection may have changed, until `unwatch`. */
  watch(watcher: Watcher): void {
    const { client } = this
    // A client without a socket never changes.
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

  /** Calls the watchers again soon, even if the client publishes nothing. */
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

/** The connection of `client`, which all stores that use this client share. Throws as `Connection` does. */
export function connectionOf(client: ActionClient | null | undefined): Connection {
  const known = client && connections.get(client)
  if (known) return known
  const connection = new Connection(client)
  if (client) connections.set(client, connection)
  return connection
}
