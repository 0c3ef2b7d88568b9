import type { OptimisticUpdate } from 'convex/browser'
import type { FunctionArgs, FunctionReference } from 'convex/server'
import type { CallbackOptions } from './callback-options.js'
import type { Interpreter } from './interpreter.js'
import type { Messages } from './messages.js'
import type { NeedsArgument, NeedsOption, RecoveredId, TakesCall } from './option-types.js'
import type { Recovery } from './recovered-call.js'
import type { RetryOptions } from './retry-options.js'
import type {
  ActionArgs,
  ActionClient,
  ActionReference,
  Callable,
  CallIdName,
  MutationReference,
} from './types.js'

interface BaseOptions<Ref extends Callable, Id extends CallIdName, Missing extends undefined = never>
  extends CallbackOptions<Ref, Id, Missing> {
  /**
   * The Convex client to use instead of the provided client. It is read once, when the store is created.
   *
   * @defaultValue The provided client.
   */
  client?: ActionClient | undefined
  /**
   * What happens to a new call while an earlier call has not settled:
   *
   * - `parallel`: the new call is sent too. The state shows the newest call.
   * - `drop`: the new call is refused at once, with error kind `dropped`.
   * - `queue`: calls run one after the other.
   * - `latest`: one call runs and only the newest call waits. A call that was already waiting ends with error kind
   *   `dropped`.
   *
   * With `null`, the default of the provider is ignored.
   *
   * @defaultValue The provider's `concurrency`, or `parallel`.
   */
  concurrency?: 'parallel' | 'drop' | 'queue' | 'latest' | null | undefined
  /**
   * What happens to a call while there is no connection: `wait` until the connection is open, or `fail` at once with
   * error kind `offline`. While the client opens its very first connection, both wait. With `null`, the default of
   * the provider is ignored.
   *
   * @defaultValue The provider's `offline`, or `wait`.
   */
  offline?: 'wait' | 'fail' | null | undefined
  /**
   * The maximum time from `execute` to the end, in milliseconds: 1 to 2147483647. Waiting for a connection counts.
   * With `null`, the default of the provider is ignored.
   *
   * @defaultValue The provider's `timeout`, or no limit.
   */
  timeout?: number | null | undefined
  /**
   * Returns who the current user is: an id, or the same object every time. Values are compared with `Object.is`. When
   * the value changes, nothing of the previous user is shown or sent any more. It is read at `execute`, before a
   * waiting call is sent, when progress arrives, and when a call settles. A promise, or a new object every time, is
   * reported and counts as no user.
   *
   * @defaultValue The provider's `identity`, or no user.
   */
  identity?: (() => unknown) | undefined
  /**
   * What runs the state machine. To see each execution in an XState inspector, pass `createInterpreter()` of
   * `@convex-action/core/machine`.
   *
   * @defaultValue The provider's interpreter, or a small table generated from the machine.
   */
  interpreter?: Interpreter | undefined
  /**
   * The text of error messages, for another language or tone: a table with all kinds, or a function. A `ConvexError`
   * with its own message keeps it.
   *
   * @defaultValue The provider's `messages`, or plain English.
   */
  messages?: Messages | undefined
}

interface CallOptions<
  Ref extends Callable,
  Id extends CallIdName,
  Query extends FunctionReference<'query'>,
  Missing extends undefined = never,
> {
  /**
   * The string argument of the action that receives the call id. Each execution has one call id, and all its tries
   * share it. By default the id is a random UUID. Pass `{ name, create }` to create the id yourself. With `recovery`,
   * `{ create }` is enough, because the id is part of the argument `call`.
   *
   * @defaultValue No call id.
   */
  callId?:
    | Id
    | { name: Id; create(args: ActionArgs<Ref, Id>): string }
    | {
        name?: undefined
        create: TakesCall<FunctionArgs<Ref>> extends true
          ? (args: ActionArgs<Ref, Id>) => string
          : NeedsArgument<'call'>
      }
    | undefined
  /**
   * How often a failed execution is tried again: the number of further tries, or {@link RetryOptions}. Requires `callId` or `recovery`,
   * so that the action can recognize a repeated call.
   *
   * @defaultValue No retries.
   */
  retries?: (Id extends string | RecoveredId<Ref> ? number | RetryOptions : NeedsOption<'callId'>) | undefined
  /**
   * Finds out what happened to a call after its connection was lost: `recover(api.calls)` of
   * `@convex-action/core/recovery`. The action must take the argument `call`, as actions made with `calls.once` of
   * `@convex-action/server` do. The store fills in that argument. Requires a WebSocket client.
   *
   * @defaultValue No recovery: a lost connection ends the execution with delivery `unknown`.
   */
  recovery?:
    | (TakesCall<FunctionArgs<Ref>> extends true ? Recovery<Missing> : NeedsArgument<'call'>)
    | undefined
  /**
   * A query that reports the progress of a call. It takes the call id under the same argument name as the action, and
   * the store subscribes to it while the call is pending. The store does not wait for the last update, so it can be
   * missing.
   *
   * @defaultValue No progress.
   */
  progress?:
    | (Id extends string
        ? Query & ({ [Key in Id]: string } extends FunctionArgs<Query> ? unknown : never)
        : NeedsOption<'callId'>)
    | undefined
}

/**
 * The options of an action store. All are optional. A change takes effect at the next `execute`; callbacks are read
 * when they are called.
 */
export type ActionOptions<
  Ref extends ActionReference = ActionReference,
  Id extends CallIdName = undefined,
  Query extends FunctionReference<'query'> = never,
  Missing extends undefined = never,
> = BaseOptions<Ref, Id, NoInfer<Missing>> & CallOptions<Ref, Id, Query, Missing>

/**
 * The options of a mutation store. All are optional. A change takes effect at the next `mutate`; callbacks are read
 * when they are called.
 */
export type MutationStoreOptions<
  Ref extends MutationReference = MutationReference,
  Id extends CallIdName = undefined,
  Query extends FunctionReference<'query'> = never,
> = BaseOptions<Ref, Id> &
  Omit<CallOptions<Ref, Id, Query>, 'retries' | 'recovery'> & {
    /**
     * Convex's optimistic update: what queries show from the moment the mutation is handed to the client until it
     * succeeds or fails. Requires a client with queries, so `ConvexHttpClient` does not work.
     *
     * @defaultValue No optimistic update.
     */
    optimisticUpdate?: OptimisticUpdate<FunctionArgs<Ref>> | undefined
  }

/** The options of a store that has no provider: the client is required. */
export interface WithClient {
  /** The Convex client. It is read once, when the store is created. `null` is not accepted here. */
  client: ActionClient
}

/** A value, or a function that returns the newest value. */
export type OrFunction<Value> = Value | (() => Value)

/** The options as the store sees them, for actions and mutations alike. */
export interface Options extends BaseOptions<Callable, undefined> {
  optimisticUpdate?: unknown
  callId?: string | { name?: string | undefined; create(args: object): string }
  retries?: number | RetryOptions
  recovery?: Recovery<undefined>
  progress?: FunctionReference<'query'>
}

/** A checked copy of the options for one execution. Later changes to the options do not affect it. */
export interface CheckedOptions extends Options {
  retries?: RetryOptions
}
