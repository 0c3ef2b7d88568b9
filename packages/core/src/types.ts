import type { FunctionArgs, FunctionReference, FunctionReturnType, OptionalRestArgs } from 'convex/server'
import type { ActionState } from './action-state.js'

/** A reference to a public action, such as `api.emails.send`. */
export type ActionReference = FunctionReference<'action'>

/** A reference to a public mutation, such as `api.orders.create`. */
export type MutationReference = FunctionReference<'mutation'>

/** A reference to anything that a store can run: an action or a mutation. */
export type Callable = ActionReference | MutationReference

/**
 * The part of a Convex client that a store uses. `ConvexClient` and `ConvexReactClient` (convex 1.25.4 or newer) and
 * `ConvexHttpClient` have it.
 */
export interface ActionClient {
  /** Runs an action. */
  // biome-ignore lint/suspicious/noExplicitAny: each client types its arguments by the reference, which differs per call
  action(reference: any, args: any): Promise<any>
  /** Runs a mutation. Required for mutation stores and for `recovery`. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  mutation?(reference: any, args: any, options?: any): Promise<any>
  /** The current state of the connection. Missing on clients without a connection, such as `ConvexHttpClient`. */
  connectionState?(): ConnectionState
  /**
   * Calls `listener` when the connection state changes, and returns a function that unsubscribes. Missing on clients
   * without a connection.
   */
  subscribeToConnectionState?(listener: (state: ConnectionState) => void): () => void
}

/** The part of Convex's `ConnectionState` that a store reads. */
export interface ConnectionState {
  /** Whether the WebSocket is open. */
  isWebSocketConnected: boolean
  /** How many connections were opened so far, the current one included. */
  connectionCount: number
  /** How many attempts to connect have failed since the last connection. */
  connectionRetries: number
}

/** The type of the result of an action or a mutation. */
export type ActionResult<Ref extends Callable> = Awaited<FunctionReturnType<Ref>>

/** The name of the argument that receives the call id, or `undefined` if there is none. */
export type CallIdName = string | undefined

// When no argument is left, use Convex's type for no arguments. `{}` would accept anything, even a DOM event.
type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown
  ? keyof T extends Key
    ? Record<string, never>
    : Omit<T, Key>
  : never

/** The type of the arguments of an action or a mutation, without the argument that `callId` fills in. */
export type ActionArgs<Ref extends Callable, Id extends CallIdName = undefined> = Id extends string
  ? DistributiveOmit<FunctionArgs<Ref>, Id>
  : FunctionArgs<Ref>

/**
 * The parameters of `execute` and `mutate`, for functions that wrap them. Without `callId` this is Convex's
 * `OptionalRestArgs`, so an action without arguments is called as `execute()`. With `callId`, the argument of that
 * name is left out.
 */
export type ExecuteArgs<Ref extends Callable, Id extends CallIdName = undefined> = Id extends string
  ? Record<never, never> extends ActionArgs<Ref, Id>
    ? [args?: ActionArgs<Ref, Id>]
    : [args: ActionArgs<Ref, Id>]
  : OptionalRestArgs<Ref>

/** The methods that action stores and mutation stores share. */
export interface Store<
  Ref extends Callable = Callable,
  Id extends CallIdName = undefined,
  Progress = unknown,
  Missing extends undefined = never,
> {
  /**
   * Runs the shown failed execution again, with the same arguments and the same call id.
   *
   * @returns A promise of the result. It rejects with an {@link ActionError}. If there is nothing to retry, nothing
   * is sent and the kind is `dropped`.
   */
  retry(): Promise<ActionResult<Ref>>
  /**
   * Goes back to idle and clears `data`, `error`, `args` and `progress`. Calls that are pending continue in the
   * background: they no longer change the state, but their promises settle with their own results.
   */
  reset(): void
  /**
   * Gives up on all pending executions. Their promises reject with kind `canceled`, and the state goes back to idle
   * with `data` kept. Calls that were not handed to the client are never sent. A call that was handed over cannot be
   * taken back, so its `delivery` is `unknown`. If nothing is pending, nothing happens.
   */
  cancel(): void
  /** Reads the option `identity` again. Call it as soon as you know that the user has changed. */
  identify(): void
  /**
   * Returns the current user, as `identity` reports it, or `undefined` if `identity` throws. Frameworks use it to
   * track what `identity` reads, and call `identify` when that changes.
   */
  user(): unknown
  /** Returns the current state. */
  getState(): ActionState<ActionResult<Ref>, ActionArgs<Ref, Id> | Missing, Progress>
  /** Returns the idle state, which a server renders. Use it for the first render in the browser. */
  getInitialState(): ActionState<ActionResult<Ref>, ActionArgs<Ref, Id> | Missing, Progress>
  /**
   * Calls `listener` at once and then on every change, as Svelte stores do.
   *
   * @returns A function that unsubscribes. The listener is not called afterwards.
   */
  subscribe(
    listener: (state: ActionState<ActionResult<Ref>, ActionArgs<Ref, Id> | Missing, Progress>) => void,
  ): () => void
}

/** Runs one action, and holds the state to show for it. Made by {@link createActionStore}. */
export interface ActionStore<
  Ref extends ActionReference = ActionReference,
  Id extends CallIdName = undefined,
  Progress = unknown,
  Missing extends undefined = never,
> extends Store<Ref, Id, Progress, Missing> {
  /**
   * Continues a call by its id, which can come from a link, a cart or another device. Requires `recovery` with
   * `remember`. The server tells what it knows to the same user only. After a reload you do not need this method: the
   * store resumes by itself.
   *
   * @param id The call id.
   * @returns A promise of the result. If the store already follows this call, it is the promise of that call. It
   * rejects with an {@link ActionError}.
   * @throws `TypeError` without `recovery` and `remember`.
   */
  resume(id: string): Promise<ActionResult<Ref>>
  /**
   * Runs the action.
   *
   * @returns A promise of the result of this execution, even if the state shows another execution by then. It rejects
   * with an {@link ActionError}, also if the client is closed, or if the connection is lost while the action runs and
   * neither `recovery` nor `retries` can help. You may ignore the promise: it causes no unhandled rejection.
   */
  execute(...args: ExecuteArgs<Ref, Id>): Promise<ActionResult<Ref>>
}

/** Runs one mutation, and holds the state to show for it. Made by {@link createMutationStore}. */
export interface MutationStore<
  Ref extends MutationReference = MutationReference,
  Id extends CallIdName = undefined,
  Progress = unknown,
> extends Store<Ref, Id, Progress> {
  /**
   * Runs the mutation. A lost connection does not end it: Convex sends the mutation again and runs it once.
   *
   * @returns A promise of the result of this execution, even if the state shows another execution by then. It rejects
   * with an {@link ActionError}. You may ignore it: it causes no unhandled rejection.
   */
  mutate(...args: ExecuteArgs<Ref, Id>): Promise<ActionResult<Ref>>
}

export type { ActionPhase, ActionState, ActionStatus } from './action-state.js'
