import { createActionStore } from '@convex-action/core'
import { recover } from '@convex-action/core/recovery'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { inDollars } from '../../shared/format.js'
import {
  describePending,
  endPayment,
  mayBePaidAfter,
  openPayment,
  refusePayment,
  startPayment,
} from '../../shared/payment.js'
import { describeRequests } from '../../shared/payment-service.js'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { showState } from './state-strip.js'
import { currentUser } from './user.js'

/** Lets the form charge a card once, however often it is pressed, and tells what became of it. */
export function bindPayment(client: ConvexClient): void {
  let asked = ''
  // Whether the payment that is asked for may have charged the card before.
  let isAsking = false
  const owner = currentUser()
  const before = openPayment(owner)
  const store = createActionStore(api.payments.charge, {
    client,
    identity: currentUser,
    recovery: recover(api.calls),
    retries: 2,
    concurrency: 'drop',
    onExecute: () => {
      asked = ''
      show()
    },
    onSuccess: () => endPayment(owner),
    onError: (error) => {
      if (!mayBePaidAfter(error, isAsking)) refusePayment(owner)
    },
    onSettled: async () => {
      const id = store.getState().args?.callId
      const text = await describeRequests?.(id)
      if (store.getState().args?.callId !== id || store.getState().pending) return
      asked = text ?? ''
      show()
    },
  })

  const form = find('payment', HTMLFormElement)
  const dollars = find('dollars', HTMLInputElement)
  const token = find('payment-token', HTMLSelectElement)
  const inCents = () => ({ amount: Math.round(dollars.valueAsNumber * 100), token: token.value })
  if (before) {
    dollars.valueAsNumber = before.amount / 100
    token.value = before.token
  }
  // What may be paid must not be paid again under another id.
  const mayBePaid = () => {
    const { error, pending, status } = store.getState()
    if (error) return mayBePaidAfter(error, isAsking)
    return pending || (status === 'idle' && before !== null)
  }
  const isAgain = () => {
    const { error, args } = store.getState()
    const { amount, token } = inCents()
    return mayBePaid() || (error && args?.amount === amount && args.token === token)
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    // Pressed twice, it pays once: what comes while one is under way is dropped.
    if (store.getState().pending) return
    isAsking = mayBePaid()
    void store.execute({ ...inCents(), callId: startPayment(owner, inCents()) })
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
    const { pending, phase, status } = state
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, isAgain() ? 'Try again' : 'Pay', isAsking ? 'Asking…' : 'Paying…')
    outcome.className = status
    outcome.textContent = describe(state)
    receipt.hidden = status !== 'success'
    if (state.status === 'success') transaction.textContent = state.data.transactionId
    dollars.readOnly = mayBePaid()
    token.disabled = mayBePaid()
    advice.textContent = mayBePaid() && !pending ? 'To try again is safe: it stays one payment.' : ''
    requests.textContent = asked
    showState(strip, state)
  }

  function describe({ status, phase, args, error }: ReturnType<typeof store.getState>): string {
    if (status === 'pending') return describePending(phase, args.amount, isAsking)
    if (status === 'success') return `Paid ${inDollars(args.amount)}.`
    return error?.message ?? ''
  }
}
