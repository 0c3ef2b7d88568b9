import type { CheckedOptions, Options } from './options.js'
import type { ActionClient, Callable } from './types.js'

/** The differences between actions and mutations. */
export interface Protocol {
  /** What a reference must be, for error messages. */
  readonly needed: string
  /** Whether the client sends the call again after a lost connection. */
  readonly isSentAgain: boolean
  /**
   * Copies the options. Throws a `TypeError` that names an option which is invalid or which the client does not
   * support.
   */
  check(options: Options, client: ActionClient | null): CheckedOptions
  /** Hands the call to the client. */
  send(client: ActionClient, reference: Callable, args: object, options: CheckedOptions): unknown
}
