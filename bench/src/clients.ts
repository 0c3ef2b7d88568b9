import type { ActionClient, ConnectionState } from '@convex-action/core'
import type { Args, Receipt } from './contender.js'

const open: ConnectionState = { isWebSocketConnected: true, connectionCount: 1, connectionRetries: 0 }

/** A client with an open connection. It encodes and sends nothing, so only the contender costs time. */
abstract class OpenClient {
  closed = false
  readonly disabled = false
  #state = open
  readonly #listeners = new Set<(state: ConnectionState) => void>()

  connectionState(): ConnectionState {
    return this.#state
  }

  subscribeToConnectionState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Closes the client for good and reports it, as the real client does. */
  async close(): Promise<void> {
    this.closed = true
    this.#state = { ...open, isWebSocketConnected: false }
    for (const listener of this.#listeners) listener(this.#state)
  }
}

/** Answers at once. */
export class InstantClient extends OpenClient implements ActionClient {
  action(_reference: unknown, { amount }: Args): Promise<Receipt> {
    return Promise.resolve({ amount })
  }
}

/** Answers nothing until `release` is called. */
export class HeldClient extends OpenClient implements ActionClient {
  #held: (() => void)[] = []

  action(_reference: unknown, { amount }: Args): Promise<Receipt> {
    return new Promise((resolve) => {
      this.#held.push(() => resolve({ amount }))
    })
  }

  /** Answers all waiting calls. */
  release(): void {
    for (const answer of this.#held) answer()
    this.#held = []
  }
}
