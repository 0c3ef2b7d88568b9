import { type Infer, v } from 'convex/values'
import { fromText } from './json.js'

const plain = v.union(v.literal('running'), v.literal('lost'), v.literal('never'))
const ended = v.union(v.literal('finished'), v.literal('refused'), v.literal('failed'))

/** The validator of the answers of `settle` and `outcome`. */
export const callOutcome = v.union(
  v.object({ state: plain }),
  v.object({ state: ended, value: v.optional(v.any()) }),
  v.object({
    state: v.literal('unknown'),
    why: v.union(v.literal('age'), v.literal('other'), v.literal('no-try'), v.literal('not-allowed')),
  }),
)

/**
 * What happened to a call.
 *
 * - `running`: its handler is running.
 * - `finished`: it succeeded, and `value` is its result. Without `value`, the result could not be stored.
 * - `refused`: the handler threw a {@link Refusal}, and `value` is its data.
 * - `failed`: the handler threw something else. For a `ConvexError`, `value` is its data; otherwise there is no
 *   `value`.
 * - `lost`: its handler has not responded for 60 seconds. It may have had its effect.
 * - `never`: no try has begun, and none ever will. Only `settle` reports this.
 * - `unknown`: the server cannot tell. `why` is `age` (too long ago, or no age), `other` (a call of another user or
 *   another function, or a call that can only be found by a try), `no-try` (there is no such call, and nothing was
 *   sealed) or `not-allowed`.
 */
export type CallOutcome = Infer<typeof callOutcome>

type Told =
  | { state: 'running' | 'lost' | 'finished' | 'refused' | 'failed'; value?: string }
  | { state: 'never' }
  | { state: 'unknown'; why: 'age' | 'other' | 'no-try' }

/** Converts the component's answer for a page. */
export function outcomeOf(told: Told): CallOutcome {
  if (told.state === 'unknown' || told.state === 'never') return told
  const { state, value } = told
  if (state === 'running' || state === 'lost') return { state }
  return value === undefined ? { state } : { state, value: fromText(value) }
}
