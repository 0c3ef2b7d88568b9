import type { FunctionArgs, FunctionReference, FunctionReturnType, OptionalRestArgs } from 'convex/server'
import type { ActionError } from './errors.js'

/** A reference to a public action, such as `api.emails.send`. */
export type ActionReference = FunctionReference<'action'>

/**
 * What a store needs of a Convex client. `ConvexClient`, `ConvexReactClient` (both since convex 1.25.4) and
 * `ConvexHttpClient` have it.
 */
export interface ActionClient {
  // biome-ignore lint/suspicious/noExplicitAny: each client types its arguments by the reference, which differs per call
  action(reference: any, args: any): Promise<any>
  connectionState?(): ConnectionState
  subscribeToConnectionState?(listener: (state: ConnectionState) => void): () => void
}

/** The part of Convex's own `ConnectionState` that is read. */
export interface ConnectionState {
  isWebSocketConnected: boolean
  connectionCount: number
  connectionRetries: number
}

/** The result of an action. */
export type ActionResult<Ref extends ActionReference> = Awaited<FunctionReturnType<Ref>>

/** The parameters of `execute`, for those who wrap it: an action without arguments is `execute()`. */
export type ExecuteArgs<Ref extends ActionReference> = OptionalRestArgs<Ref>

/** Where a store stands. */
export type ActionStatus = 'idle' | 'pending' | 'success' | 'error'

/**
 * What a pending execution is doing. `queued`: held by us, the client does not have it. `running`: handed to the
 * client, which may still hold it back, while it fetches a token say. `retrying`: waiting before another try.
 */
export type ActionPhase = 'queued' | 'running' | 'retrying'

interface Always<Data> {
  /** Result of the last execution that succeeded while shown; kept while a new one is pending and after it fails. */
  data: Data | undefined
  /** How many executions of this store have not settled, those that are not shown included. */
  inFlight: number
}

interface Shown<Args> {
  /** Arguments of the shown execution, as they were given. */
  args: Args
  /** Which try is under way or was the last, from 1. */
  attempt: number
}

interface Idle {
  status: 'idle'
  pending: false
  phase: undefined
  error: null
  args: undefined
  attempt: 0
}

interface Pending {
  status: 'pending'
  pending: true
  phase: ActionPhase
  error: null
}

interface Success<Data> {
  status: 'success'
  pending: false
  phase: undefined
  data: Data
  error: null
}

interface Failed {
  status: 'error'
  pending: false
  phase: undefined
  error: ActionError
}

/**
 * What a store shows: its newest execution, or that there is none. Narrows on `status`. The object stays the same until
 * something in it changes.
 */
export type ActionState<Data = unknown, Args = unknown> = Always<Data> &
  (Idle | (Shown<Args> & (Pending | Success<Data> | Failed)))

/** The executions of one action, and the state to show for them. Made by `createActionStore`. */
export interface ActionStore<Ref extends ActionReference = ActionReference> {
  /**
   * Runs the action. The promise settles with this execution's own result, whatever is shown by then, or rejects with
   * an `ActionError`; it does not wait for a connection that is lost or a client that is closed. It is marked as
   * handled: ignoring it causes no unhandled rejection.
   */
  execute(...args: ExecuteArgs<Ref>): Promise<ActionResult<Ref>>
  /**
   * Back to idle: `data`, `error` and `args` are cleared. What is in flight or queued goes on unseen; its promise settles
   * with its own result.
   */
  reset(): void
  /** The state now. */
  getState(): ActionState<ActionResult<Ref>, FunctionArgs<Ref>>
  /**
   * Calls `listener` at once and then on every change, as a Svelte store does.
   *
   * @returns A function that ends it; the listener is not called afterwards.
   */
  subscribe(listener: (state: ActionState<ActionResult<Ref>, FunctionArgs<Ref>>) => void): () => void
}
