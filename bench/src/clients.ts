import type { ActionClient, ConnectionState } from '@convex-action/core'
import type { Args, Receipt } from './contender.js'

const open: ConnectionState = { isWebSocketConnected: true, connectionCount: 1, connectionRetries: 0 }

/** A client whose connection is open. It encodes nothing and sends nothing, so that only the contender costs anything. */
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

  /** Closes it for good, and says so, as the real client does. */
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

/** Answers nothing until it is told to. */
export class HeldClient extends OpenClient implements ActionClient {
  #held: (() => void)[] = []

  action(_reference: unknown, { amount }: Args): Promise<Receipt> {
    return new Promise((resolve) => {
      this.#held.push(() => resolve({ amount }))
    })
  }

  /** Answers all that wait. */
  release(): void {
    for (const answer of this.#held) answer()
    this.#held = []
  }
}
