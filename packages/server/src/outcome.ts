import { type Infer, v } from 'convex/values'
import { fromText } from './json.js'

const plain = v.union(v.literal('running'), v.literal('lost'), v.literal('never'))
const ended = v.union(v.literal('finished'), v.literal('refused'), v.literal('failed'))

/** The validator of what `settle` and `outcome` answer. */
export const callOutcome = v.union(
  v.object({ state: plain }),
  v.object({ state: ended, value: v.optional(v.any()) }),
  v.object({
    state: v.literal('unknown'),
    why: v.union(v.literal('age'), v.literal('other'), v.literal('no-try'), v.literal('not-allowed')),
  }),
)

/**
 * What became of a call.
 *
 * - `running`: its handler runs
 * - `finished`: `value` is its result; without `value` the result could not be kept
 * - `refused`: the handler threw a `Refusal`; `value` is its data
 * - `failed`: the handler threw something else; `value` is the data of a `ConvexError`, absent for any other error
 * - `lost`: its handler was silent for 60 seconds. It may have had its effect
 * - `never`: no try has claimed it, and none ever will. Only `settle` says so
 * - `unknown`: `why` is `age` (too long ago, or no age), `other` (another user's or another function's call, or one that
 *   needs a try), `no-try` (there is no such call, and nothing was sealed) or `not-allowed`
 */
export type CallOutcome = Infer<typeof callOutcome>

type Told =
  | { state: 'running' | 'lost' | 'finished' | 'refused' | 'failed'; value?: string }
  | { state: 'never' }
  | { state: 'unknown'; why: 'age' | 'other' | 'no-try' }

/** What the component tells, for a page. */
export function outcomeOf(told: Told): CallOutcome {
  if (told.state === 'unknown' || told.state === 'never') return told
  const { state, value } = told
  if (state === 'running' || state === 'lost') return { state }
  return value === undefined ? { state } : { state, value: fromText(value) }
}
