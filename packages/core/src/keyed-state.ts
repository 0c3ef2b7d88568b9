import type { ActionStatus } from './types.js'

/** The key of one store: the id of a row, of a file, of an upload. */
export type Key = string | number

/** A summary of all keys. */
export interface KeyedState {
  /** Whether any key is pending. */
  pending: boolean
  /** The number of executions that have not settled, over all keys. */
  inFlight: number
  /**
   * The number of keys with each status: `pending`, `success` and `error`. A success is released once nothing is
   * subscribed to it, and then no longer counts.
   */
  counts: Readonly<Record<Exclude<ActionStatus, 'idle'>, number>>
}

/** Many stores of one action or mutation, one per key. */
export interface KeyedStore<One> {
  /**
   * Returns the store of one key, for example to pass it to `useActionStore`. The store is created on first use. A
   * success is released once nothing is subscribed to it. A failure stays until `reset`, another execution, or a
   * change of user.
   *
   * @param key The id of a row, a file or an upload.
   */
  for(key: Key): One
  /** Returns the keys whose stores exist, in order of first use. */
  keys(): Key[]
  /** Gives up on all pending executions of all keys. See `cancel` of a store. */
  cancel(): void
  /** Resets every key to idle. See `reset` of a store. */
  reset(): void
  /** Reads the option `identity` again, and checks the options. See `identify` of a store. */
  identify(): void
  /** Returns the current user, as `identity` reports it, or `undefined` if `identity` throws. */
  user(): unknown
  /** Returns the current summary. */
  getState(): KeyedState
  /** Returns the summary before anything was executed. */
  getInitialState(): KeyedState
  /**
   * Calls `listener` with the summary at once, and then after every change, at most once per microtask.
   *
   * @returns A function that unsubscribes.
   */
  subscribe(listener: (state: KeyedState) => void): () => void
}

/** The summary before anything was executed. */
export const initialState: KeyedState = Object.freeze({
  pending: false,
  inFlight: 0,
  counts: Object.freeze({ pending: 0, success: 0, error: 0 }),
})

/** The summary after the status of one key has changed. */
export function replace(
  state: KeyedState,
  before: { status: ActionStatus; inFlight: number },
  now: { status: ActionStatus; inFlight: number },
): KeyedState {
  if (before.status === now.status && before.inFlight === now.inFlight) return state
  const counts = { ...state.counts }
  if (before.status !== 'idle') counts[before.status]--
  if (now.status !== 'idle') counts[now.status]++
  const inFlight = state.inFlight - before.inFlight + now.inFlight
  return { pending: counts.pending > 0, inFlight, counts }
}
