import type { Gate } from './gate.js'
import type { Interpreter } from './interpreter.js'
import type { Messages } from './messages.js'
import type { ExecutionObserver } from './observed.js'
import type { Options } from './options.js'
import type { ActionClient } from './types.js'

/**
 * What a provider passes on to its stores. `createProvider` of `@convex-action/core/provider` makes it. A store reads
 * each field when it needs it, so fields may change.
 */
export interface Provided {
  /**
   * The client, or a function that returns it. The function is called only if the store has no option `client`.
   * `null` while rendering on a server, even if the store has a client: the store stays idle, and `execute` rejects
   * with kind `unavailable`.
   */
  readonly client?: ActionClient | null | (() => ActionClient | null) | undefined
  /** Returns who the current user is: see `identity` in `ActionOptions`. `undefined` means no user. */
  readonly identity?: (() => unknown) | undefined
  /**
   * Returns who the current user is, if `identity` returns something else than the user. `undefined` means that
   * `identity` is the user.
   */
  readonly user?: (() => unknown) | undefined
  /** What runs the state machine: see `interpreter` in `ActionOptions`. `undefined` means the built-in table. */
  readonly interpreter?: Interpreter | undefined
  /** The texts of error messages: see `messages` in `ActionOptions`. `undefined` means plain English. */
  readonly messages?: Messages | undefined
  /**
   * Sees every execution: `createActionObserver()` of `@convex-action/core/observer`. `undefined` means no observer.
   */
  readonly observer?: ExecutionObserver | undefined
  /**
   * Fills in options that a store leaves out. `undefined` means no defaults.
   */
  readonly fill?: ((options: Options, client: ActionClient | null | undefined) => Options) | undefined
  /** Decides when executions may be sent. `undefined` means at once. */
  readonly gate?: Gate | undefined
}
