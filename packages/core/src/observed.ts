import type { CallbackOptions } from './callback-options.js'
import type { ActionError } from './errors.js'
import type { Callable, CallIdName } from './types.js'

/** How one execution ended, as a store tells it. */
export interface ExecutionOutcome {
  /** The name of the action or mutation, such as `emails:send`. */
  readonly action: string
  /** The arguments as they were given. */
  readonly args: unknown
  /** The result; `undefined` for a failure. */
  readonly data: unknown
  /** What it failed with; `null` for a success. */
  readonly error: ActionError | null
  /** The store's callbacks, and whether it tells of failures by itself. */
  readonly options: CallbackOptions<Callable, CallIdName>
}

/** What sees every execution of the stores that have it: see `createActionObserver` of `@convex-action/core/observer`. */
export interface ExecutionObserver {
  /** An execution started. */
  started(): void
  /** An execution counts no more: it has ended, or its user is gone. */
  left(): void
  /** An execution ended. Its callbacks have run, and its promise settles next. */
  ended(outcome: ExecutionOutcome): void
  /** How many executions are in flight, where it counts them: see `createActionObserver`. */
  getInFlight?(): number
  /** Calls `listener` at once, and then whenever the number in flight has changed. Gives what ends that. */
  subscribe?(listener: (inFlight: number) => void): () => void
}
