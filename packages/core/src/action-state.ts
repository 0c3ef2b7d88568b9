import type { ActionError } from './errors.js'

/** Where a store stands. */
export type ActionStatus = 'idle' | 'pending' | 'success' | 'error'

/**
 * What a pending execution is doing. `queued`: held by us, the client does not have it. `running`: handed to the
 * client, which may still hold it back, while it fetches a token say. `checking`: its connection was lost, and the server is asked
 * what became of it, where `recovery` is configured. `retrying`: waiting before another try.
 */
export type ActionPhase = 'queued' | 'running' | 'checking' | 'retrying'

interface Always<Data, Progress> {
  /** Result of the last execution that succeeded while shown; kept while a new one is pending and after it fails. */
  data: Data | undefined
  /** How many executions of the current user have not settled, those that are not shown included. */
  inFlight: number
  /**
   * The newest value of the `progress` query that arrived before the answer; kept until the next execution or `reset`. The
   * last update can come after the answer and is not waited for, so show it while pending.
   */
  progress: Progress | undefined
}

interface Shown<Args> {
  /**
   * Arguments of the shown execution, as they were given: without the call id. `undefined` where a former page began it, with
   * `recovery` and a name.
   */
  args: Args
  /** The shown execution's call id, where `callId` is configured. */
  callId: string | undefined
  /** Which try is under way or was the last, from 1. */
  attempt: number
}

interface Idle {
  status: 'idle'
  pending: false
  phase: undefined
  error: null
  args: undefined
  callId: undefined
  attempt: 0
  canRetry: false
}

interface Pending {
  status: 'pending'
  pending: true
  phase: ActionPhase
  error: null
  canRetry: false
}

interface Success<Data> {
  status: 'success'
  pending: false
  phase: undefined
  data: Data
  error: null
  canRetry: false
}

interface Failed {
  status: 'error'
  pending: false
  phase: undefined
  error: ActionError
  /** Whether `retry()` works: not for a call that a former page began, since its arguments are not known. */
  canRetry: boolean
}

/**
 * What a store shows: its newest execution (with `concurrency: 'queue'`, the one whose turn it is), or that there is
 * none. Narrows on `status`. The object stays the same until something in it changes.
 */
export type ActionState<Data = unknown, Args = unknown, Progress = unknown> = Always<Data, Progress> &
  (Idle | (Shown<Args> & (Pending | Success<Data> | Failed)))
