import type { ActionError } from './errors.js'
import type { ActionArgs, ActionResult, Callable, CallIdName } from './types.js'

/** The last argument of every callback: details about the execution. */
export interface ExecutionContext<Args = unknown> {
  /**
   * The arguments passed to `execute` or `mutate`, without the call id. `undefined` for a call that was resumed after
   * a reload, since arguments are never stored.
   */
  args: Args
  /** Whether the state shows this execution. */
  shown: boolean
  /** Whether anything is subscribed to the store. `false` after its component is unmounted. */
  mounted: boolean
}

/**
 * The callbacks of a store. They are also called after the component is unmounted. An error in a callback is reported
 * and changes nothing else.
 */
export interface CallbackOptions<
  Ref extends Callable,
  Id extends CallIdName,
  Missing extends undefined = never,
> {
  /** Called when an execution starts, right after its first state is published. */
  onExecute?: ((context: ExecutionContext<ActionArgs<Ref, Id> | Missing>) => unknown) | undefined
  /** Called when an execution succeeds, with its result. */
  onSuccess?:
    | ((data: ActionResult<Ref>, context: ExecutionContext<ActionArgs<Ref, Id> | Missing>) => unknown)
    | undefined
  /** Called when an execution fails, with its error. */
  onError?:
    | ((error: ActionError, context: ExecutionContext<ActionArgs<Ref, Id> | Missing>) => unknown)
    | undefined
  /**
   * Called when an execution ends, after `onSuccess` or `onError`. `data` is `undefined` after a failure. `error` is
   * `null` after a success.
   */
  onSettled?:
    | ((
        data: ActionResult<Ref> | undefined,
        error: ActionError | null,
        context: ExecutionContext<ActionArgs<Ref, Id> | Missing>,
      ) => unknown)
    | undefined
  /**
   * Whether the component itself shows failures to the user: all (`true`), none (`false`), or those for which the
   * function returns `true`. An observer receives the answer as `handled`, so that each failure is shown exactly
   * once.
   *
   * @defaultValue `true` if the store has `onError` or `onSettled`.
   */
  handles?: boolean | ((error: ActionError) => boolean) | undefined
}
