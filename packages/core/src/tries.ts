import type { Connection } from './connection.js'
import type { ActionErrorKind, Failure } from './errors.js'

/** The tries of one execution: how many there were, and what is known of them. */
export class Tries {
  /** Which one is under way or was the last, from 1. */
  count = 1
  /** Whether the client ever had one that may have run. */
  handedOver = false
  /** Whether one was handed over and not answered. */
  #isUnsure = false
  /** The connection that the last one was sent on, counted from the first. A client without a socket has none. */
  #sentOn: number | undefined

  /** Whether the last one was sent by a client without a socket. */
  get isOverHttp(): boolean {
    return this.#sentOn === undefined
  }

  handOver(connection: Connection): void {
    this.#sentOn = connection.count()
    this.handedOver = true
  }

  /** Whether the answer to the last one can still come: over no other connection than its own. */
  canBeAnswered(connection: Connection): boolean {
    return connection.status() === 'open' && connection.count() === this.#sentOn
  }

  /** The server said that none of them ran, and none ever will: as if the client had never had one. */
  seal(): void {
    this.#isUnsure = this.handedOver = false
  }

  /** What is told of an execution that ends for a reason of our own. */
  end(kind: ActionErrorKind, message?: string, cause?: unknown): Failure {
    return { kind, delivery: this.handedOver ? 'unknown' : 'not-sent', message, cause }
  }

  /** What is told of an execution whose last try failed, or was answered: one that was not answered may have run. */
  cover(failure: Failure): Failure {
    this.#isUnsure ||= failure.delivery === 'unknown'
    return this.#isUnsure ? { ...failure, delivery: 'unknown' } : failure
  }
}
