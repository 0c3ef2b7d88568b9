import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { inDollars } from '../../shared/format.js'
import {
  describePending,
  endPayment,
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
  let isAsking = false
  const owner = currentUser()
  const before = openPayment(owner)
  const store = createActionStore(api.payments.charge, {
    client,
    identity: currentUser,
    callId: { name: 'callId', create: (args) => startPayment(owner, args) },
    retries: 2,
    concurrency: 'drop',
    onExecute: () => {
      asked = ''
      show()
    },
    onSuccess: () => endPayment(owner),
    onError: ({ kind }) => {
      // What the function says holds for every try under this call id: the card was not charged.
      if (kind === 'application') refusePayment(owner)
    },
    onSettled: async () => {
      const { callId } = store.getState()
      const text = await describeRequests?.(callId)
      if (store.getState().callId !== callId || store.getState().pending) return
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
    if (error) return error.kind !== 'application'
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
    void store.execute(inCents())
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

  function describe({ status, phase, attempt, args, error }: ReturnType<typeof store.getState>): string {
    if (status === 'pending') return describePending(phase, args.amount, isAsking || attempt > 1)
    if (status === 'success') return `Paid ${inDollars(args.amount)}.`
    return error?.message ?? ''
  }
}
