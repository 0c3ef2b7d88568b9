import type { Message } from './protocol.js'

/** One message on the wire: `number` and `socket` count from 1, and `at` is in milliseconds since 1970. */
export type WireEntry = {
  number: number
  at: number
  socket: number | 'http'
  direction: 'in' | 'out'
  message: Message
}

const mostEntries = 50_000
const mostCharacters = 64 * 1024 * 1024

/**
 * A log of all messages, so that tests can count requests and wait for messages. It keeps the newest 50,000 messages,
 * and at most 64 MiB of JSON: the oldest messages are removed first. Messages are complete, except that tokens are
 * not stored.
 */
export class WireLog {
  #entries: WireEntry[] = []
  #sizes: number[] = []
  #size = 0
  #newest = 0
  readonly #listeners = new Set<(entry: WireEntry) => void>()

  /**
   * All messages since the start or the last `clear`, oldest first, as far as they are kept. Messages that a fault
   * lost are not included.
   */
  get entries(): readonly WireEntry[] {
    return this.#entries
  }

  /** The number of the newest message, or 0 before the first. `clear` does not change it. */
  get newest(): number {
    return this.#newest
  }

  /** Returns the messages after the message with this number, oldest first, as far as they are kept. */
  since(number: number): WireEntry[] {
    const first = this.#entries[0]?.number ?? 0
    return this.#entries.slice(Math.max(0, number + 1 - first))
  }

  /**
   * Returns the Action and Mutation requests that reached the server, over any transport, optionally of one function
   * only.
   */
  requests(path?: string): WireEntry[] {
    return this.#entries.filter(
      ({ direction, message }) =>
        direction === 'in' &&
        (message.type === 'Action' || message.type === 'Mutation') &&
        (path === undefined || message.udfPath === path),
    )
  }

  /** Removes all entries. */
  clear(): void {
    this.#entries = []
    this.#sizes = []
    this.#size = 0
  }

  /**
   * Resolves with the first entry that the predicate accepts, which may already exist.
   *
   * @param timeoutMs The maximum time to wait in milliseconds, 5000 by default.
   * @throws `Error` if no such entry arrives in time.
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
        reject(
          new Error(
            `No such message arrived within ${timeoutMs} ms. Last on the wire:\n${this.#lastLines()}`,
          ),
        )
      }, timeoutMs)
    })
  }

  /** Calls the listener with every entry from now on; returns a function that ends that. */
  subscribe(listener: (entry: WireEntry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Only for the server: records a message, whose JSON has so many characters. */
  add(socket: number | 'http', direction: 'in' | 'out', message: Message, characters: number): void {
    const number = ++this.#newest
    const entry: WireEntry = { number, at: Date.now(), socket, direction, message: withoutToken(message) }
    this.#entries.push(entry)
    this.#sizes.push(characters)
    this.#size += characters
    while (this.#entries.length > mostEntries || (this.#size > mostCharacters && this.#entries.length > 1)) {
      this.#entries.shift()
      this.#size -= this.#sizes.shift() ?? 0
    }
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

// Who reads the log must not be able to act as the user.
function withoutToken(message: Message): Message {
  return message.type === 'Authenticate' && message.value ? { ...message, value: '(not kept)' } : message
}
