import { inDollars } from './format.js'
import { checking, type Phase } from './waiting.js'

/**
 * What the card "Pay" says while a payment is pending. `amount`: in cents. `mayBePaid`: whether the card may have been charged
 * before, so that the server is asked for its answer and may not charge it at all.
 */
export function describePending(phase: Phase, amount: number | undefined, mayBePaid: boolean): string {
  const price = inDollars(amount)
  if (phase === 'running') return mayBePaid ? `Asking what happened to ${price}…` : `Paying ${price}…`
  if (phase === 'checking') return checking
  if (phase === 'retrying') return 'The connection was lost before it began. Trying again in a moment…'
  return mayBePaid
    ? `Waiting for the connection. Then we ask what happened to ${price}…`
    : 'Waiting for the connection. You pay as soon as it is back.'
}

/**
 * Whether the card may have been charged once a payment has failed. `before`: whether it may have been charged before, by the
 * same payment.
 */
export function mayBePaidAfter(error: { kind: string; delivery: string }, before: boolean): boolean {
  // What the function says holds for the payment: the card was not charged.
  if (error.kind === 'application') return false
  return error.delivery === 'not-sent' ? before : true
}

/** What is told of a payment that is made. `amount`: in cents; not known where the page was loaded anew meanwhile. */
export const describePaid = (amount: number | undefined): string =>
  amount === undefined ? 'Your last payment went through.' : `Paid ${inDollars(amount)}.`

/** What "Pay" says of a payment that may have been made. `canRetry`: whether the page still knows what was to be paid. */
export const adviceFor = (canRetry: boolean): string =>
  canRetry
    ? 'You can safely try again. It stays one payment.'
    : 'You can safely ask again. It pays nothing. Look at your statement before you pay again.'

/** What the button says where nothing is pending: by whether it may have been paid, and whether the same is to be paid again. */
export function payLabel(mayBePaid: boolean, canRetry: boolean, isSame: boolean): string {
  if (mayBePaid && !canRetry) return 'Ask again'
  return canRetry && (mayBePaid || isSame) ? 'Try again' : 'Pay'
}
