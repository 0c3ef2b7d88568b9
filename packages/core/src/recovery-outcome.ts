import type { FunctionReference } from 'convex/server'
import { ConvexError, type Value } from 'convex/values'
import { type Failure, readFailure } from './errors.js'
import type { Found } from './recovered-call.js'

/**
 * What the server knows about a call.
 *
 * - `running`: its handler is running.
 * - `never`: it has not begun and never will.
 * - `lost`: its handler stopped responding.
 * - `finished`: it succeeded. Without a `value`, the result was not kept.
 * - `refused`: it was refused with the error data in `value`.
 * - `failed`: its handler threw. A `value` is the data of a `ConvexError`.
 * - `unknown`: the server does not know, for the reason in `why`.
 */
export type CallOutcome =
  | { state: 'running' | 'never' | 'lost' }
  | { state: 'finished' | 'refused' | 'failed'; value?: unknown }
  | { state: 'unknown'; why: string }

/**
 * The module of your app that exports `settle` and `outcome`, which `calls.api()` of `@convex-action/server` creates.
 */
export interface CallsApi {
  /** A mutation. It reports what happened to a call, and makes sure that tries which have not begun never begin. */
  settle: FunctionReference<
    'mutation',
    'public',
    { action: string; id: string; tries: string[]; age: number },
    CallOutcome
  >
  /** A query. It follows a call that is still running. */
  outcome: FunctionReference<'query', 'public', { id: string; try?: string; action?: string }, CallOutcome>
}

const never = 'The connection was lost before it began. Nothing happened; you can try again.'
const neverResumed = 'This never began. Nothing happened; you can try again.'
const unknownResumed = 'It is not known what happened to this. Check before you try again.'

/** Ranks answers: the server may know some tries and not others, and the best answer counts for the call. */
export const worthOf = ({ state }: CallOutcome) => (state === 'never' ? 0 : state === 'unknown' ? 1 : 2)

/**
 * The outcome of a call, or `undefined` while it is running.
 *
 * @param isResumed Whether the call began before a reload or on another device. It cannot be tried again here.
 */
export function read(outcome: CallOutcome, isResumed: boolean): Found | undefined {
  switch (outcome.state) {
    case 'running':
      return undefined
    case 'finished':
      if ('value' in outcome) return { data: outcome.value }
      return { failure: { kind: 'result-lost', delivery: 'responded' }, isTriedAgain: false }
    case 'never':
      return {
        failure: { kind: 'connection', delivery: 'not-sent', message: isResumed ? neverResumed : never },
        isTriedAgain: !isResumed,
      }
    case 'refused':
    case 'failed':
      return { failure: thrown(outcome), isTriedAgain: outcome.state === 'failed' && !isResumed }
    default:
      return unknown(isResumed)
  }
}

/** The failure for what the function threw. */
function thrown(outcome: { value?: unknown }): Failure {
  if (!('value' in outcome)) return { kind: 'server', delivery: 'responded' }
  return readFailure(new ConvexError(outcome.value as Value), false)
}

/** The server could not be asked, or does not know. */
export const unknown = (isResumed: boolean, cause?: unknown): Found => ({
  failure: {
    kind: 'connection',
    delivery: 'unknown',
    message: isResumed ? unknownResumed : undefined,
    cause,
  },
  isTriedAgain: false,
})
