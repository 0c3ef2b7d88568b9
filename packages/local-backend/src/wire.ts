import type { Message } from './protocol.js'

/** One message that crossed the wire: `at` in milliseconds since 1970, `socket` counted from 1. */
export type WireEntry = { at: number; socket: number | 'http'; direction: 'in' | 'out'; message: Message }

/** What crossed the wire, so that a test can count requests and wait for messages. */
export class WireLog {
  #entries: WireEntry[] = []
  readonly #listeners = new Set<(entry: WireEntry) => void>()

  /** Everything since the start or the last `clear`, oldest first. Messages a fault lost are not in it. */
  get entries(): readonly WireEntry[] {
    return this.#entries
  }

  /** Action and Mutation requests that reached the server, over any transport, optionally of one function. */
  requests(path?: string): WireEntry[] {
    return this.#entries.filter(
      ({ direction, message }) =>
        direction === 'in' &&
        (message.type === 'Action' || message.type === 'Mutation') &&
        (path === undefined || message.udfPath === path),
    )
  }

  /** Forgets all entries. */
  clear(): void {
    this.#entries = []
  }

  /**
   * The first entry the predicate accepts, which may be there already.
   *
   * @param timeoutMs milliseconds to wait, 5000 by default
   * @throws when no such entry came in time
   */
  waitFor(predicate: (entry: WireEntry) => boolean, timeoutMs = 5000): Promise<WireEntry> {
    const present = this.#entries.find(predicate)
    if (present) return Promise.resolve(present)
    return new Promise((resolve, reject) => {
      const unsubscribe = this.subscribe((entry) => {
        if (!predicate(entry)) return
        clearTimeout(timer)
        unsubscribe()
        resolve(entry)
      })
      const timer = setTimeout(() => {
        unsubscribe()
        reject(new Error(`No such message within ${timeoutMs} ms. Last on the wire:\n${this.#lastLines()}`))
      }, timeoutMs)
    })
  }

  /** Calls the listener with every entry from now on; returns a function that ends that. */
  subscribe(listener: (entry: WireEntry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Only for the server: records a message. */
  add(socket: number | 'http', direction: 'in' | 'out', message: Message): void {
    const entry: WireEntry = { at: Date.now(), socket, direction, message }
    this.#entries.push(entry)
    for (const listener of this.#listeners) listener(entry)
  }

  #lastLines(): string {
    return this.#entries
      .slice(-10)
      .map(
        ({ socket, direction, message }) => `${direction} ${socket} ${JSON.stringify(message).slice(0, 200)}`,
      )
      .join('\n')
  }
}
