import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { inDollars } from '../../shared/format.js'
import { describePending } from '../../shared/payment.js'
import { countRequests } from '../../shared/payment-service.js'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { showState } from './state-strip.js'
import { currentUser } from './user.js'

/** Lets the form charge a card once, however often it is pressed, and tells what became of it. */
export function bindPayment(client: ConvexClient): void {
  let asked: number | undefined
  const store = createActionStore(api.payments.charge, {
    client,
    identity: currentUser,
    callId: 'callId',
    retries: 2,
    concurrency: 'drop',
    onExecute: () => {
      asked = undefined
      show()
    },
    onSettled: async () => {
      const { callId } = store.getState()
      const count = await countRequests?.(callId)
      if (store.getState().callId !== callId || store.getState().pending) return
      asked = count
      show()
    },
  })

  const form = find('payment', HTMLFormElement)
  const dollars = find('dollars', HTMLInputElement)
  const token = find('payment-token', HTMLSelectElement)
  const inCents = () => ({ amount: Math.round(dollars.valueAsNumber * 100), token: token.value })
  // What may have been paid must not be paid again under another id.
  const isAgain = () => {
    const { error, args } = store.getState()
    const { amount, token } = inCents()
    return error && args?.amount === amount && args.token === token
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    // Pressed twice, it pays once: what comes while one is under way is dropped.
    void (isAgain() ? store.retry() : store.execute(inCents()))
  })

  const button = find('payment-button', HTMLButtonElement)
  const outcome = find('payment-outcome', HTMLParagraphElement)
  const receipt = find('payment-receipt', HTMLParagraphElement)
  const transaction = find('payment-transaction', HTMLElement)
  const advice = find('payment-advice', HTMLParagraphElement)
  const requests = find('payment-asked', HTMLParagraphElement)
  const strip = find('payment-state', HTMLDListElement)
  store.subscribe(show)
  form.addEventListener('input', show)

  function show(): void {
    const state = store.getState()
    const { pending, phase, status, error } = state
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, isAgain() ? 'Try again' : 'Pay', 'Paying…')
    outcome.className = status
    outcome.textContent = describe(state)
    receipt.hidden = status !== 'success'
    if (state.status === 'success') transaction.textContent = state.data.transactionId
    // With a call id, what the function says to a repeat holds for the tries before it too.
    const isSafe = error?.delivery === 'unknown' && error.kind !== 'application'
    advice.textContent = isSafe ? 'To try again is safe: it stays one payment.' : ''
    requests.textContent =
      asked === undefined ? '' : `The payment service was asked ${asked === 1 ? 'once' : `${asked} times`}.`
    showState(strip, state)
  }

  function describe({ status, phase, attempt, args, error }: ReturnType<typeof store.getState>): string {
    if (status === 'pending') return describePending(phase, args.amount, attempt > 1)
    if (status === 'success') return `Paid ${inDollars(args.amount)}.`
    return error?.message ?? ''
  }
}
