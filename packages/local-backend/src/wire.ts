import type { Message } from './protocol.js'

/**
 * One message that crossed the wire: `number` counted from 1, `at` in milliseconds since 1970, `socket` counted from 1.
 */
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
 * What crossed the wire, so that a test can count requests and wait for messages. It holds the newest 50,000 messages,
 * and no more of them than 64 MiB of JSON: the oldest go first. Messages are whole, but for tokens, which are not kept.
 */
export class WireLog {
  #entries: WireEntry[] = []
  #sizes: number[] = []
  #size = 0
  #newest = 0
  readonly #listeners = new Set<(entry: WireEntry) => void>()

  /** What is held of all since the start or the last `clear`, oldest first. Messages a fault lost are not in it. */
  get entries(): readonly WireEntry[] {
    return this.#entries
  }

  /** The number of the newest message, 0 before the first. `clear` does not change it. */
  get newest(): number {
    return this.#newest
  }

  /** What is held of the messages after the one with this number, oldest first. */
  since(number: number): WireEntry[] {
    const first = this.#entries[0]?.number ?? 0
    return this.#entries.slice(Math.max(0, number + 1 - first))
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
    this.#sizes = []
    this.#size = 0
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
