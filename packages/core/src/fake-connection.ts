import type { ConnectionState } from './types.js'

/** The connection of a fake client. */
export class FakeConnection {
  state: ConnectionState
  isClosed = false
  readonly #watchers = new Set<(state: ConnectionState) => void>()

  constructor(isConnected: boolean) {
    const connectionCount = isConnected ? 1 : 0
    this.state = { isWebSocketConnected: isConnected, connectionCount, connectionRetries: 0 }
  }

  /** The number of the last connection that can bring the answer to a call sent now, counted from 1. */
  get answering(): number {
    return this.state.connectionCount + Number(!this.state.isWebSocketConnected)
  }

  subscribe(watcher: (state: ConnectionState) => void): () => void {
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }

  /** Closes the connection. If there is none, an attempt to open it fails. */
  disconnect(): void {
    const { isWebSocketConnected, connectionRetries } = this.state
    if (isWebSocketConnected) this.#publish({ isWebSocketConnected: false })
    else if (!this.isClosed) this.#publish({ connectionRetries: connectionRetries + 1 })
  }

  connect(): void {
    if (this.isClosed) throw new Error('This client is closed.')
    const connectionCount = this.state.connectionCount + 1
    this.#publish({ isWebSocketConnected: true, connectionCount, connectionRetries: 0 })
  }

  close(): void {
    this.isClosed = true
    // Like the real client, it publishes only changes.
    if (this.state.isWebSocketConnected) this.#publish({ isWebSocketConnected: false })
  }

  #publish(change: Partial<ConnectionState>): void {
    this.state = { ...this.state, ...change }
    for (const watcher of this.#watchers) watcher(this.state)
  }
}
