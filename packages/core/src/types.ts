import type { FunctionArgs, FunctionReference, FunctionReturnType, OptionalRestArgs } from 'convex/server'
import type { ActionState } from './action-state.js'

/** A reference to a public action, such as `api.emails.send`. */
export type ActionReference = FunctionReference<'action'>

/** A reference to a public mutation, such as `api.orders.create`. */
export type MutationReference = FunctionReference<'mutation'>

/** What a store can run. */
export type Callable = ActionReference | MutationReference

/**
 * What a store needs of a Convex client. `ConvexClient`, `ConvexReactClient` (both since convex 1.25.4) and
 * `ConvexHttpClient` have it.
 */
export interface ActionClient {
  // biome-ignore lint/suspicious/noExplicitAny: each client types its arguments by the reference, which differs per call
  action(reference: any, args: any): Promise<any>
  // biome-ignore lint/suspicious/noExplicitAny: as above
  mutation?(reference: any, args: any, options?: any): Promise<any>
  connectionState?(): ConnectionState
  subscribeToConnectionState?(listener: (state: ConnectionState) => void): () => void
}

/** The part of Convex's own `ConnectionState` that is read. */
export interface ConnectionState {
  isWebSocketConnected: boolean
  connectionCount: number
  connectionRetries: number
}

/** The result of an action or a mutation. */
export type ActionResult<Ref extends Callable> = Awaited<FunctionReturnType<Ref>>

/** The name of the argument that receives the call id, or that there is none. */
export type CallIdName = string | undefined

// Where nothing is left: not `{}`, which anything satisfies, a DOM event too, but Convex's own type of no arguments.
type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown
  ? keyof T extends Key
    ? Record<string, never>
    : Omit<T, Key>
  : never

/** The arguments of an action or a mutation, without the one that `callId` fills in. */
export type ActionArgs<Ref extends Callable, Id extends CallIdName = undefined> = Id extends string
  ? DistributiveOmit<FunctionArgs<Ref>, Id>
  : FunctionArgs<Ref>

/**
 * The parameters of `execute` and `mutate`, for those who wrap them: Convex's own `OptionalRestArgs`, so that an action
 * without arguments is `execute()`; with `callId`, the arguments without that key.
 */
export type ExecuteArgs<Ref extends Callable, Id extends CallIdName = undefined> = Id extends string
  ? Record<never, never> extends ActionArgs<Ref, Id>
    ? [args?: ActionArgs<Ref, Id>]
    : [args: ActionArgs<Ref, Id>]
  : OptionalRestArgs<Ref>

/** What a store of an action and one of a mutation have in common. */
export interface Store<
  Ref extends Callable = Callable,
  Id extends CallIdName = undefined,
  Progress = unknown,
  Missing extends undefined = never,
> {
  /**
   * Runs the shown failed execution again: same arguments, same call id. Where none failed, nothing is sent and the
   * promise rejects with kind `dropped`.
   */
  retry(): Promise<ActionResult<Ref>>
  /**
   * Back to idle: `data`, `error`, `args` and `progress` are cleared. What is in flight or queued goes on unseen; its
   * promise settles with its own result.
   */
  reset(): void
  /**
   * Gives up on every execution that has not settled: those not handed over are never sent, the promises reject with
   * kind `canceled`; back to idle, `data` kept. Where nothing is in flight, nothing happens. What was handed over cannot
   * be taken back: its `delivery` is `unknown`.
   */
  cancel(): void
  /** Asks the option `identity` again: for those who know that the user changed, now. */
  identify(): void
  /**
   * Who the user is, as `identity` says now; `undefined` where it throws. For frameworks that track what it reads, to call
   * `identify` when that changes.
   */
  user(): unknown
  /** The state now. */
  getState(): ActionState<ActionResult<Ref>, ActionArgs<Ref, Id> | Missing, Progress>
  /** The state before anything was executed, for a first render that has to match what a server rendered. */
  getInitialState(): ActionState<ActionResult<Ref>, ActionArgs<Ref, Id> | Missing, Progress>
  /**
   * Calls `listener` at once and then on every change, as a Svelte store does.
   *
   * @returns A function that ends it; the listener is not called afterwards.
   */
  subscribe(
    listener: (state: ActionState<ActionResult<Ref>, ActionArgs<Ref, Id> | Missing, Progress>) => void,
  ): () => void
}

/** The executions of one action, and the state to show for them. Made by `createActionStore`. */
export interface ActionStore<
  Ref extends ActionReference = ActionReference,
  Id extends CallIdName = undefined,
  Progress = unknown,
  Missing extends undefined = never,
> extends Store<Ref, Id, Progress, Missing> {
  /**
   * Goes on with a call of which only its id is known: from a link, a cart, another device. It needs `recovery` with a name. The
   * server tells what it knows to the same user alone. The store resumes by itself what a former page began: see `recover`. Where the
   * store has the call already, its promise is given.
   *
   * @throws `TypeError` without that option.
   */
  resume(id: string): Promise<ActionResult<Ref>>
  /**
   * Runs the action. The promise settles with this execution's own result, whatever is shown by then, or rejects with
   * an `ActionError`; it does not wait for a connection that is lost or a client that is closed. It is marked as
   * handled: ignoring it causes no unhandled rejection.
   */
  execute(...args: ExecuteArgs<Ref, Id>): Promise<ActionResult<Ref>>
}

/** The executions of one mutation, and the state to show for them. Made by `createMutationStore`. */
export interface MutationStore<
  Ref extends MutationReference = MutationReference,
  Id extends CallIdName = undefined,
  Progress = unknown,
> extends Store<Ref, Id, Progress> {
  /**
   * Runs the mutation. The promise settles with this execution's own result, whatever is shown by then, or rejects with
   * an `ActionError`. A lost connection does not end it: Convex sends it again, and runs it once. It is marked as
   * handled: ignoring it causes no unhandled rejection.
   */
  mutate(...args: ExecuteArgs<Ref, Id>): Promise<ActionResult<Ref>>
}

export type { ActionPhase, ActionState, ActionStatus } from './action-state.js'
