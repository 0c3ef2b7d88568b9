import type { Connection } from './connection.js'
import type { Failure } from './errors.js'

/** How a call ended, as the server tells it. */
export type Found = { readonly data: unknown } | { readonly failure: Failure; readonly isTriedAgain: boolean }

/** What finds out what became of one call. */
export interface RecoveredCall {
  /** The arguments of its next try: `args`, and a new secret that the server knows it by. */
  nextTry(args: object): object
  /** What the answer to a try says; `undefined` where the server has to be asked. */
  read(failure: Failure): Failure | undefined
  /**
   * Asks the server what became of its tries, and tells it once. From then on, those that have not begun never begin. Gives what
   * ends the asking.
   */
  check(connection: Connection, action: string, onFound: (found: Found) => void): () => void
  /** It ended with `error`. Where the server was not asked, tells it that what has not begun must not begin. */
  ended(failure: Failure, connection: Connection, action: string): void
}

/** What finds out what became of calls whose answer was lost. Made by `recover` of `@convex-action/core/recovery`. */
export interface Recovery {
  /** Follows the call with this id. */
  begin(id: string): RecoveredCall
}
