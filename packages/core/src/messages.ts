import type { ActionError, ActionErrorKind, Delivery } from './errors.js'
import { guard } from './report.js'

/** The deliveries that each kind of failure can have. */
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
 * The error messages that users read: a sentence for each kind, or a sentence for each `delivery` that the kind can
 * have. A missing kind is a type error.
 */
export type MessageTable = {
  readonly [Kind in ActionErrorKind]: string | { readonly [Said in Deliveries[Kind]]: string }
}

/**
 * The texts of errors: a table of sentences, or a function that returns the sentence for an error. If the function
 * returns `undefined`, the error keeps its own message.
 */
export type Messages = MessageTable | ((error: ActionError) => string | undefined)

const isText = (answer: unknown) => answer === undefined || typeof answer === 'string'
const noText = 'Option "messages" must return text.'

/** The sentence for `error`, or `undefined` if `messages` has none. */
export function sentenceFor(error: ActionError, messages: Messages): string | undefined {
  if (typeof messages === 'function') return guard(() => messages(error), isText, noText)
  const { [error.kind]: said } = messages
  return typeof said === 'object' ? (said as Partial<Record<Delivery, string>>)[error.delivery] : said
}
