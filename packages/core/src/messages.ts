import type { ActionError, ActionErrorKind, Delivery } from './errors.js'
import { guard } from './report.js'

/** What each kind of failure can say of its delivery. */
interface Deliveries extends Record<ActionErrorKind, Delivery> {
  application: 'responded' | 'unknown'
  server: 'responded' | 'unknown'
  arguments: 'not-sent'
  connection: 'not-sent' | 'unknown'
  offline: 'not-sent'
  closed: 'not-sent' | 'unknown'
  timeout: 'not-sent' | 'unknown'
  canceled: 'not-sent' | 'unknown'
  dropped: 'not-sent'
  unavailable: 'not-sent' | 'unknown'
  'result-lost': 'responded' | 'unknown'
  unexpected: 'not-sent' | 'unknown'
}

/**
 * The sentences that people read, in your language or your voice: one for each kind, or one for each `delivery` that the kind
 * can have. A kind that is missing is a type error.
 */
export type MessageTable = {
  readonly [Kind in ActionErrorKind]: string | { readonly [Said in Deliveries[Kind]]: string }
}

/**
 * A table of sentences, or a function that gives the sentence for an error. Where the function gives `undefined`, the error keeps
 * its own message.
 */
export type Messages = MessageTable | ((error: ActionError) => string | undefined)

const isText = (answer: unknown) => answer === undefined || typeof answer === 'string'
const noText = 'Option "messages" gave no text.'

/** The sentence for `error`; `undefined` where `messages` have none. */
export function sentenceFor(error: ActionError, messages: Messages): string | undefined {
  if (typeof messages === 'function') return guard(() => messages(error), isText, noText)
  const { [error.kind]: said } = messages
  return typeof said === 'object' ? (said as Partial<Record<Delivery, string>>)[error.delivery] : said
}
