import type { ActionStatus } from './types.js'

/** What names one of many states: the id of a row, of a file, of an upload. */
export type Key = string | number

/** How many keys there are in each status. */
export interface KeyedState {
  /** Whether anything is pending. */
  pending: boolean
  /** How many executions of all keys have not settled. */
  inFlight: number
  /** How many keys have each status. A success that nobody watches is released, and does not count. */
  counts: Readonly<Record<Exclude<ActionStatus, 'idle'>, number>>
}

/** Many stores of one action or mutation: one for each key. */
export interface KeyedStore<One> {
  /**
   * The store of one key, to give to `useActionStore`. It is made when you ask for it the first time. A success that nobody watches
   * is released; a failure stays until `reset`, another execution, or another user.
   */
  for(key: Key): One
  /** The keys whose stores are kept, in the order in which you asked for them. */
  keys(): Key[]
  /** Gives up on every execution of every key: see `cancel` of a store. */
  cancel(): void
  /** Takes every key back to idle: see `reset` of a store. */
  reset(): void
  /** Asks again who the user is, and checks the options: see `identify` of a store. */
  identify(): void
  /** Who the user is, as `identity` says now. */
  user(): unknown
  /** The summary now. */
  getState(): KeyedState
  /** The summary before anything was executed. */
  getInitialState(): KeyedState
  /**
   * Calls `listener` with the summary at once, and then whenever it has changed: at most once a microtask.
   *
   * @returns A function that ends it.
   */
  subscribe(listener: (state: KeyedState) => void): () => void
}

/** Before anything was executed. */
export const initialState: KeyedState = Object.freeze({
  pending: false,
  inFlight: 0,
  counts: Object.freeze({ pending: 0, success: 0, error: 0 }),
})

/** A summary with another status of one key. */
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
