import type { FunctionReference } from 'convex/server'
import { ConvexError, type Value } from 'convex/values'
import { type Failure, readFailure } from './errors.js'
import type { Found } from './recovered-call.js'

/** What the server says of a call. */
export type CallOutcome =
  | { state: 'running' | 'never' | 'lost' }
  | { state: 'finished' | 'refused' | 'failed'; value?: unknown }
  | { state: 'unknown'; why: string }

/** What `calls.api()` of `@convex-action/server` gives, as your app exports it. */
export interface CallsApi {
  settle: FunctionReference<
    'mutation',
    'public',
    { action: string; id: string; tries: string[]; age: number },
    CallOutcome
  >
  outcome: FunctionReference<'query', 'public', { id: string; try?: string; action?: string }, CallOutcome>
}

const never = 'The connection was lost before it began. Nothing happened; you can try again.'
const neverResumed = 'This never began. Nothing happened; you can try again.'
const unknownResumed = 'Nobody knows what became of this. Check before you try again.'

/** Which of several answers of the server is to be believed: what is known of some tries is known of the call. */
export const worthOf = ({ state }: CallOutcome) => (state === 'never' ? 0 : state === 'unknown' ? 1 : 2)

/**
 * How a call ended; `undefined` where it still runs.
 *
 * @param isResumed Whether a former page or another device began it: then it cannot be tried again here.
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

/** What the function threw. */
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
