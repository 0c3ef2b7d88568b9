import type { Gate } from './gate.js'
import type { Interpreter } from './interpreter.js'
import type { Messages } from './messages.js'
import type { ExecutionObserver } from './observed.js'
import type { Options } from './options.js'
import type { ActionClient } from './types.js'

/**
 * What a store is given besides its options: `createProvider` of `@convex-action/core/provider` makes it. A store reads each field
 * when it needs it, so a field may change.
 */
export interface Provided {
  /**
   * The client, or a function that gives it, which is called only where the options have none. `null` while rendering on a
   * server, whatever the options say: the store stays idle, and `execute` rejects with kind `unavailable`.
   */
  readonly client?: ActionClient | null | (() => ActionClient | null) | undefined
  /** See the option of that name. */
  readonly identity?: (() => unknown) | undefined
  /** Who the user is, where `identity` answers with something else. */
  readonly user?: (() => unknown) | undefined
  /** See the option of that name. */
  readonly interpreter?: Interpreter | undefined
  /** See the option of that name. */
  readonly messages?: Messages | undefined
  /** Sees every execution: `createActionObserver()` of `@convex-action/core/observer`. */
  readonly observer?: ExecutionObserver | undefined
  /** Fills in options that the store leaves out. Another function means that they have changed. */
  readonly fill?: ((options: Options, client: ActionClient | null | undefined) => Options) | undefined
  /** What executions pass before they are sent. */
  readonly gate?: Gate | undefined
}
