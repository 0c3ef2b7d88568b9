import type { Connection } from './connection.js'
import type { ActionErrorKind, Failure } from './errors.js'

/** The tries of one execution. */
export class Tries {
  /** The number of the current or last try, from 1. */
  count = 1
  /** Whether a try that may have run was handed to the client. */
  handedOver = false
  /** Whether a try was handed over and not answered. */
  #isUnsure = false
  /** The number of the connection that sent the last try, from 1, or `undefined` for a client without a socket. */
  #sentOn: number | undefined

  /** Whether the last try was sent by a client without a socket. */
  get isOverHttp(): boolean {
    return this.#sentOn === undefined
  }

  handOver(connection: Connection): void {
    this.#sentOn = connection.count()
    this.handedOver = true
  }

  /** Whether the answer to the last try can still arrive. It arrives only on the connection that sent the try. */
  canBeAnswered(connection: Connection): boolean {
    return connection.status() === 'open' && connection.count() === this.#sentOn
  }

  /** The server has confirmed that no try ran or ever will. It is as if nothing had been handed over. */
  seal(): void {
    this.#isUnsure = this.handedOver = false
  }

  /** The failure of an execution that ends because of something on this side. */
  end(kind: ActionErrorKind, message?: string, cause?: unknown): Failure {
    return { kind, delivery: this.handedOver ? 'unknown' : 'not-sent', message, cause }
  }

  /**
   * The failure of an execution whose last try failed or was answered. If an earlier try was not answered, it may
   * have run.
   */
  cover(failure: Failure): Failure {
    this.#isUnsure ||= failure.delivery === 'unknown'
    return this.#isUnsure ? { ...failure, delivery: 'unknown' } : failure
  }
}
