import type { ActionError } from './errors.js'

/**
 * The status of a store.
 *
 * - `idle`: nothing was executed yet, or the store was reset or canceled.
 * - `pending`: the shown execution has not ended.
 * - `success`: the shown execution succeeded.
 * - `error`: the shown execution failed.
 */
export type ActionStatus = 'idle' | 'pending' | 'success' | 'error'

/**
 * What a pending execution is doing.
 *
 * - `queued`: waiting. The client does not have the call yet.
 * - `running`: the client has the call. The client may still hold it back, for example while it fetches a token.
 * - `checking`: the connection was lost, and the store asks the server what happened. Only with the option
 *   `recovery`.
 * - `retrying`: waiting before another try.
 */
export type ActionPhase = 'queued' | 'running' | 'checking' | 'retrying'

interface Always<Data, Progress> {
  /**
   * The result of the last execution that succeeded while it was shown. It stays while a new execution is pending and
   * after that execution fails. `undefined` if there is none.
   */
  data: Data | undefined
  /** The number of executions of the current user that have not settled, including executions that are not shown. */
  inFlight: number
  /**
   * The newest value of the `progress` query. It stays until the next execution or `reset`. `undefined` if none has
   * arrived. The last update can be missing, because the store does not wait for it: show it while pending.
   */
  progress: Progress | undefined
}

interface Shown<Args> {
  /**
   * The arguments of the shown execution, without the call id. `undefined` while idle, and for a call that was
   * resumed after a reload.
   */
  args: Args
  /** The call id of the shown execution. `undefined` while idle, and if neither `callId` nor `recovery` is set. */
  callId: string | undefined
  /** The current or last try of the shown execution: 1, 2, … While idle it is 0. */
  attempt: number
}

interface Idle {
  /** Nothing is shown. */
  status: 'idle'
  /** Whether the shown execution is pending. */
  pending: false
  /** What the pending execution is doing. `undefined` unless pending. */
  phase: undefined
  /** The error of the shown execution. `null` unless it failed. */
  error: null
  /** The arguments of the shown execution. `undefined` while idle. */
  args: undefined
  /** The call id of the shown execution. `undefined` while idle. */
  callId: undefined
  /** The current or last try of the shown execution. 0 while idle. */
  attempt: 0
  /** Whether `retry()` works. */
  canRetry: false
}

interface Pending {
  /** The shown execution has not ended. */
  status: 'pending'
  /** Whether the shown execution is pending. */
  pending: true
  /** What the pending execution is doing. */
  phase: ActionPhase
  /** The error of the shown execution. `null` unless it failed. */
  error: null
  /** Whether `retry()` works. */
  canRetry: false
}

interface Success<Data> {
  /** The shown execution succeeded. */
  status: 'success'
  /** Whether the shown execution is pending. */
  pending: false
  /** What the pending execution is doing. `undefined` unless pending. */
  phase: undefined
  /** The result of the shown execution. */
  data: Data
  /** The error of the shown execution. `null` unless it failed. */
  error: null
  /** Whether `retry()` works. */
  canRetry: false
}

interface Failed {
  /** The shown execution failed. */
  status: 'error'
  /** Whether the shown execution is pending. */
  pending: false
  /** What the pending execution is doing. `undefined` unless pending. */
  phase: undefined
  /** The error of the shown execution. */
  error: ActionError
  /**
   * Whether `retry()` works. `false` for a call that was resumed after a reload, because its arguments are not known.
   */
  canRetry: boolean
}

/**
 * What a store shows: its newest execution, or the idle state. With `concurrency: 'queue'` it is the execution whose
 * turn it is. Check `status` to narrow the type. The object stays the same until a field changes.
 */
export type ActionState<Data = unknown, Args = unknown, Progress = unknown> = Always<Data, Progress> &
  (Idle | (Shown<Args> & (Pending | Success<Data> | Failed)))
