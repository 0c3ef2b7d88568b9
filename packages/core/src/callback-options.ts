import type { ActionError } from './errors.js'
import type { ActionArgs, ActionResult, Callable, CallIdName } from './types.js'

/** What is said to every callback about its execution. */
export interface ExecutionContext<Args = unknown> {
  /** The arguments as they were given, without the call id. */
  args: Args
  /** Whether this execution is the one that the state shows. */
  shown: boolean
  /** Whether anything is subscribed to the store; false once its component is unmounted. */
  mounted: boolean
}

/** What is told of executions, and to whom. */
export interface CallbackOptions<
  Ref extends Callable,
  Id extends CallIdName,
  Missing extends undefined = never,
> {
  /** Called for every execution, once its first state is published. */
  onExecute?: ((context: ExecutionContext<ActionArgs<Ref, Id> | Missing>) => unknown) | undefined
  /** Called for every execution that succeeded. */
  onSuccess?:
    | ((data: ActionResult<Ref>, context: ExecutionContext<ActionArgs<Ref, Id> | Missing>) => unknown)
    | undefined
  /** Called for every execution that failed. */
  onError?:
    | ((error: ActionError, context: ExecutionContext<ActionArgs<Ref, Id> | Missing>) => unknown)
    | undefined
  /** Called for every execution that ended, after `onSuccess` or `onError`. */
  onSettled?:
    | ((
        data: ActionResult<Ref> | undefined,
        error: ActionError | null,
        context: ExecutionContext<ActionArgs<Ref, Id> | Missing>,
      ) => unknown)
    | undefined
  /**
   * Whether the component tells the person of failures by itself, or of which failures. An observer is told it as `handled`, so that no
   * failure is told twice, and none is forgotten. Default: whether there is `onError` or `onSettled`.
   */
  handles?: boolean | ((error: ActionError) => boolean) | undefined
}
