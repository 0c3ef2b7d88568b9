import { inDollars } from './format.js'
import { checking, type Phase } from './waiting.js'

/**
 * What the card "Pay" says while a payment is pending. `amount`: in cents. `mayBePaid`: whether the card may have been charged
 * before, so that the server is asked for its answer and may not charge it at all.
 */
export function describePending(phase: Phase, amount: number | undefined, mayBePaid: boolean): string {
  const price = inDollars(amount)
  if (phase === 'running') return mayBePaid ? `Asking what became of ${price}…` : `Paying ${price}…`
  if (phase === 'checking') return checking
  if (phase === 'retrying') return 'The connection was lost before it began. Trying again in a moment…'
  return mayBePaid
    ? `Waiting for the connection, to ask what became of ${price}…`
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

/** A payment of this tab; `amount` in cents. */
export interface Payment {
  /** However often it is asked for under this id, the card is charged once. It outlives a reload. */
  id: string
  amount: number
  token: string
  /** Whether the card may have been charged: true from before it is sent until the server has answered. */
  mayBePaid: boolean
}

type Owner = string | null

const keyOf = (owner: Owner) => `payment of ${owner ?? 'a guest'}`

function readPayment(owner: Owner): Payment | null {
  const kept = sessionStorage.getItem(keyOf(owner))
  return kept ? JSON.parse(kept) : null
}

const keepPayment = (owner: Owner, payment: Payment) =>
  sessionStorage.setItem(keyOf(owner), JSON.stringify(payment))

/** The payment that somebody may have made before the page was loaded anew; `null` where there is none. */
export function openPayment(owner: Owner): Payment | null {
  const payment = readPayment(owner)
  return payment?.mayBePaid ? payment : null
}

/** Keeps a payment that is about to be sent. Returns its id: the same for the same payment until it is made. */
export function startPayment(owner: Owner, { amount, token }: { amount: number; token: string }): string {
  const last = readPayment(owner)
  const isSame = last?.amount === amount && last.token === token
  const id = isSame ? last.id : crypto.randomUUID()
  keepPayment(owner, { id, amount, token, mayBePaid: true })
  return id
}

/** Forgets a payment: it is made. */
export const endPayment = (owner: Owner): void => sessionStorage.removeItem(keyOf(owner))

/** Notes that a payment did not charge the card. */
export function refusePayment(owner: Owner): void {
  const payment = readPayment(owner)
  if (payment) keepPayment(owner, { ...payment, mayBePaid: false })
}
