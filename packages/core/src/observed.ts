import type { CallbackOptions } from './callback-options.js'
import type { ActionError } from './errors.js'
import type { Callable, CallIdName } from './types.js'

/** How one execution ended, as a store reports it to an observer. */
export interface ExecutionOutcome {
  /** The name of the action or mutation, such as `emails:send`. */
  readonly action: string
  /** The arguments passed to `execute` or `mutate`. `undefined` for a call that was resumed after a reload. */
  readonly args: unknown
  /** The result. `undefined` after a failure. */
  readonly data: unknown
  /** The error. `null` after a success. */
  readonly error: ActionError | null
  /** The callbacks of the store, and its option `handles`. */
  readonly options: CallbackOptions<Callable, CallIdName>
}

/**
 * An object that sees every execution of its stores. `createActionObserver` of `@convex-action/core/observer` makes
 * one.
 */
export interface ExecutionObserver {
  /** Called when an execution starts. */
  started(): void
  /** Called when an execution no longer counts as in flight: it has ended, or its user has changed. */
  left(): void
  /** Called when an execution has ended, after its callbacks and before its promise settles. */
  ended(outcome: ExecutionOutcome): void
  /** Returns the number of executions in flight. Missing if the observer does not count them. */
  getInFlight?(): number
  /**
   * Calls `listener` at once and then whenever the number in flight changes. Returns a function that unsubscribes.
   * Missing if the observer does not count executions.
   */
  subscribe?(listener: (inFlight: number) => void): () => void
}
