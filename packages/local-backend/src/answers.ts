import type { Outcome } from './outcome.js'
import type { Message } from './protocol.js'

/** The ActionResponse or MutationResponse for an outcome. */
export function answer(outcome: Outcome): Message {
  const { success, logLines } = outcome
  if (success) return { success, result: outcome.value, logLines }
  const { errorMessage, errorData } = outcome
  return { success, result: errorMessage, logLines, ...(errorData === undefined ? {} : { errorData }) }
}

/** The part of a Transition for the outcome of a live query. */
export function queryModification(queryId: number, outcome: Outcome): Message {
  const { logLines } = outcome
  if (outcome.success) return { type: 'QueryUpdated', queryId, value: outcome.value, logLines, journal: null }
  const { errorMessage, errorData } = outcome
  const data = errorData === undefined ? {} : { errorData }
  return { type: 'QueryFailed', queryId, errorMessage, logLines, journal: null, ...data }
}
