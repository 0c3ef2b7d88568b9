import type { CheckedOptions, Options } from './options.js'
import type { ActionClient, Callable } from './types.js'

/** What tells an action from a mutation. */
export interface Protocol {
  /** What a reference has to be, as a message says it. */
  readonly needed: string
  /** Whether the client sends it again after a lost connection, instead of giving it up. */
  readonly isSentAgain: boolean
  /** Copies the options. Throws a `TypeError` that names one that is no good, or that the client cannot honour. */
  check(options: Options, client: ActionClient | null): CheckedOptions
  /** Hands it over to the client. */
  send(client: ActionClient, reference: Callable, args: object, options: CheckedOptions): unknown
}
