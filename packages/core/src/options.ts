import type { OptimisticUpdate } from 'convex/browser'
import type { FunctionArgs, FunctionReference } from 'convex/server'
import type { CallbackOptions } from './callback-options.js'
import type { ActionError } from './errors.js'
import type { Interpreter } from './interpreter.js'
import type { Messages } from './messages.js'
import type { Recovery } from './recovered-call.js'
import type {
  ActionArgs,
  ActionClient,
  ActionReference,
  Callable,
  CallIdName,
  MutationReference,
} from './types.js'

/** The names of the string arguments of an action or a mutation: those that can receive a call id. */
export type StringArgument<Ref extends Callable> = StringKey<FunctionArgs<Ref>>

type StringKey<Args> = Args extends unknown
  ? { [Key in keyof Args]-?: string extends Args[Key] ? Key : never }[keyof Args] & string
  : never

declare const needed: unique symbol

/** What the compiler says of an option that works only together with another one. No value has this type. */
export interface NeedsOption<Name extends string> {
  readonly [needed]: Name
}

/** What the compiler says of an option whose function lacks an argument. No value has this type. */
export interface NeedsArgument<Name extends string> {
  readonly [needed]: Name
}

/** Whether a function takes the argument `call` of `calls.once`. */
type TakesCall<Args> = 'call' extends keyof Args
  ? NonNullable<Args['call']> extends { id: string; try: string; guarded: 1 }
    ? true
    : false
  : false

/** Without a call id, retries are possible where recovery is. */
type RecoveredId<Ref extends Callable> = TakesCall<FunctionArgs<Ref>> extends true ? undefined : never

/** Milliseconds before a try, or a function of the number of tries so far. */
export type RetryDelay = number | ((attempt: number) => number)

/** Further tries after the first. */
export interface RetryOptions {
  /** How many further tries at most: 0, 1, 2, … */
  limit: number
  /**
   * Milliseconds before a try, or a function of the number of tries so far. Default: the provider's, or exponential with jitter, up
   * to half a minute; `null` is the latter.
   */
  delay?: RetryDelay | null | undefined
  /** Whether to try again after this error. Default: kind `connection` only. */
  when?: ((error: ActionError) => boolean) | undefined
}

interface BaseOptions<Ref extends Callable, Id extends CallIdName, Missing extends undefined = never>
  extends CallbackOptions<Ref, Id, Missing> {
  /** The client to use instead of the provided one. Read once, when the store is made. */
  client?: ActionClient | undefined
  /**
   * What a further call does while one is unsettled. `parallel`: it is sent too and the state shows the newest.
   * `drop`: it is refused at once with kind `dropped`. `queue`: one after the other. `latest`: one runs and the newest waits; the
   * one that waited before it ends with kind `dropped`. Default: the provider's, or `parallel`; `null` is `parallel`.
   */
  concurrency?: 'parallel' | 'drop' | 'queue' | 'latest' | null | undefined
  /**
   * Without a connection: `wait` until the socket is open, or `fail` at once with kind `offline` (during the very first
   * handshake it waits). Default: the provider's, or `wait`; `null` is `wait`.
   */
  offline?: 'wait' | 'fail' | null | undefined
  /** Milliseconds from `execute` to settling, waiting included: 1 to 2147483647. Default: the provider's, or none; `null` is none. */
  timeout?: number | null | undefined
  /**
   * Names the current user by an id, or by the same object each time. When the answer differs (`Object.is`), nothing of
   * the former user is shown or sent any more. The newest options are asked: at `execute`, before a held call is sent, when
   * progress arrives, and at settling. A promise, or another object each time, is reported and counts as nobody.
   */
  identity?: (() => unknown) | undefined
  /**
   * What runs the machine. `createInterpreter` of `@convex-action/core/machine` makes an interpreter that runs each execution
   * on an XState actor, so that an inspector sees it. Default: the provided interpreter, or a table made from the machine.
   */
  interpreter?: Interpreter | undefined
  /**
   * The sentences of errors, in your language or your voice: a table of all kinds, or a function. A `ConvexError` with a message
   * of its own keeps it. Default: the provider's, or plain English.
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
   * The action's string argument that receives an id per execution, the same over its tries. `{ name, create }` where
   * the id comes from the application; else a random UUID. With `recovery`, `{ create }` is enough: the id is part of the argument
   * `call`. Default: none.
   */
  callId?:
    | Id
    | { name: Id; create(args: ActionArgs<Ref, Id>): string }
    | { name?: undefined; create(args: ActionArgs<Ref, Id>): string }
    | undefined
  /**
   * Further tries after the first: a number, or how many, how far apart and when. Only together with `callId` or `recovery`,
   * since an action may run at most once unless it can tell a repeat. Default: none.
   */
  retries?: (Id extends string | RecoveredId<Ref> ? number | RetryOptions : NeedsOption<'callId'>) | undefined
  /**
   * Finds out what became of a call whose connection was lost: `recover(api.calls)` of `@convex-action/core/recovery`. The action
   * has to take the argument `call`, as an action does that is made with `calls.once` of `@convex-action/server`; the store fills it
   * in. Needs a client over a WebSocket. Default: none, and a lost connection ends an execution whose delivery is `unknown`.
   */
  recovery?:
    | (TakesCall<FunctionArgs<Ref>> extends true ? Recovery<Missing> : NeedsArgument<'call'>)
    | undefined
  /**
   * A query that takes the call id under the same name; subscribed while pending. Its last update can come after the
   * answer, and is not waited for. Default: none.
   */
  progress?:
    | (Id extends string
        ? Query & ({ [Key in Id]: string } extends FunctionArgs<Query> ? unknown : never)
        : NeedsOption<'callId'>)
    | undefined
}

/** How a store behaves. Each is optional. */
export type ActionOptions<
  Ref extends ActionReference = ActionReference,
  Id extends CallIdName = undefined,
  Query extends FunctionReference<'query'> = never,
  Missing extends undefined = never,
> = BaseOptions<Ref, Id, NoInfer<Missing>> & CallOptions<Ref, Id, Query, Missing>

/** How a store of a mutation behaves. Each is optional. */
export type MutationStoreOptions<
  Ref extends MutationReference = MutationReference,
  Id extends CallIdName = undefined,
  Query extends FunctionReference<'query'> = never,
> = BaseOptions<Ref, Id> &
  Omit<CallOptions<Ref, Id, Query>, 'retries' | 'recovery'> & {
    /**
     * Convex's own optimistic update: what queries show from the moment the mutation is handed over until its result is
     * there, or until it fails. Needs a client with queries, so not `ConvexHttpClient`. Default: none.
     */
    optimisticUpdate?: OptimisticUpdate<FunctionArgs<Ref>> | undefined
  }

/** What a store needs where nothing provides a client. */
export interface WithClient {
  client: ActionClient
}

/** A value, or a function that gives it each time. */
export type OrFunction<Value> = Value | (() => Value)

/** Options as the store reads them: inside, it does not know what it runs. */
export interface Options extends BaseOptions<Callable, undefined> {
  optimisticUpdate?: unknown
  callId?: string | { name?: string | undefined; create(args: object): string }
  retries?: number | RetryOptions
  recovery?: Recovery<undefined>
  progress?: FunctionReference<'query'>
}

/** The options as an execution has them: checked, and a copy, so that what changes them later changes nothing for it. */
export interface CheckedOptions extends Options {
  retries?: RetryOptions
}
