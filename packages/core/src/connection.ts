import type { ActionClient, ConnectionState } from './types.js'

/** What can be known of a client. */
export interface Connection {
  /** Whether the client is stopped for good (`closed`), cannot act at all (`unavailable`), or neither. */
  ended(): 'closed' | 'unavailable' | undefined
  /** The state of its socket; of a client that has none, `undefined`. */
  state(): ConnectionState | undefined
  /** Calls `listener`, which must not throw, when any of it may have changed; returns a function that ends it. */
  watch(listener: () => void): (() => void) | undefined
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
 * Looks at a client; `null` stands for server rendering. Throws where it is no client, or one that has a connection and
 * cannot say how it is. Touches no socket: `ConvexReactClient` opens its own when it is first asked for its state.
 */
export function connectionOf(client: ActionClient | null | undefined): Connection {
  if (client !== null && typeof client?.action !== 'function') {
    throw new TypeError(
      `A Convex client is needed in options.client, but this ${client ? 'has no method "action"' : 'is undefined'}.`,
    )
  }
  // Members of three classes, private ones too, under one type.
  const inside = client as Inside | null
  if (!client?.subscribeToConnectionState && inside?.close)
    throw new TypeError('This Convex client is too old to tell its connection: install convex 1.25.4.')
  const ended = () => {
    if (!inside || inside.disabled) return 'unavailable'
    // A client that is closed throws where its inside is read.
    if (inside.closed) return 'closed'
    // After a FatalError nothing public says that the socket will not come back: only the socket itself does.
    const base = inside.client ?? inside.sync
    return base?.webSocketManager?.socketState?.() === 'terminated' ? 'closed' : undefined
  }
  return {
    ended,
    state: () => client?.connectionState?.(),
    watch: (listener) => (ended() ? undefined : client?.subscribeToConnectionState?.(listener)),
  }
}
