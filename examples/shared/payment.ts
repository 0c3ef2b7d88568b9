import { inDollars } from './format.js'
import { type Phase, whyWaiting } from './waiting.js'

/**
 * What the card "Pay" says while a payment is pending. `amount`: in cents. `mayBePaid`: whether an earlier try may have
 * charged the card, so that the server is asked for its answer and may not charge it at all.
 */
export function describePending(phase: Phase, amount: number | undefined, mayBePaid: boolean): string {
  const price = inDollars(amount)
  if (phase === 'running') return mayBePaid ? `Asking what became of ${price}…` : `Paying ${price}…`
  if (phase === 'retrying') return whyWaiting(phase, 1)
  return mayBePaid
    ? `Waiting for the connection, to ask what became of ${price}…`
    : 'Waiting for the connection. You pay as soon as it is back.'
}
