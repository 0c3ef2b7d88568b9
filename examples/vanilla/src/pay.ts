import { createActionStore } from '@convex-action/core'
import { recover } from '@convex-action/core/recovery'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { adviceFor, describePaid, describePending, mayBePaidAfter, payLabel } from '../../shared/payment.js'
import { describeRequests } from '../../shared/payment-service.js'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { showState } from './state-strip.js'
import { currentUser } from './user.js'

/** Lets the form charge a card once, however often it is pressed, and tells what became of it. */
export function bindPayment(client: ConvexClient): () => void {
  let asked = ''
  // Whether the payment that is asked for may have charged the card before.
  let isAsking = false
  const store = createActionStore(
    api.payments.charge,
    {
      client,
      identity: currentUser,
      recovery: recover(api.calls, { remember: 'payment' }),
      retries: 2,
      concurrency: 'drop',
      onExecute: () => {
        asked = ''
        show()
      },
      onSettled: async () => {
        const id = store.getState().callId
        const text = id && (await describeRequests?.(id))
        if (store.getState().callId !== id || store.getState().pending) return
        asked = text ?? ''
        show()
      },
    },
    { observer },
  )

  const form = find('payment', HTMLFormElement)
  const dollars = find('dollars', HTMLInputElement)
  const token = find('payment-token', HTMLSelectElement)
  const inCents = () => ({ amount: Math.round(dollars.valueAsNumber * 100), token: token.value })
  // What may be paid must not be paid again under another id.
  const mayBePaid = () => {
    const { error, pending } = store.getState()
    return error ? mayBePaidAfter(error, isAsking) : pending
  }
  const label = () => {
    const { args, canRetry } = store.getState()
    const { amount, token } = inCents()
    return payLabel(mayBePaid(), canRetry, args?.amount === amount && args.token === token)
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    // Pressed twice, it pays once: what comes while one is under way is dropped.
    const { pending, callId } = store.getState()
    if (pending) return
    const wanted = label()
    isAsking = mayBePaid()
    if (wanted === 'Try again') void store.retry()
    else if (wanted === 'Ask again' && callId) void store.resume(callId)
    else void store.execute(inCents())
  })

  const button = find('payment-button', HTMLButtonElement)
  const anew = find('payment-anew', HTMLButtonElement)
  anew.addEventListener('click', store.reset)
  const outcome = find('payment-outcome', HTMLParagraphElement)
  const receipt = find('payment-receipt', HTMLParagraphElement)
  const transaction = find('payment-transaction', HTMLElement)
  const advice = find('payment-advice', HTMLParagraphElement)
  const requests = find('payment-asked', HTMLParagraphElement)
  const strip = find('payment-state', HTMLDListElement)
  const end = store.subscribe(show)
  form.addEventListener('input', show)

  return end

  function show(): void {
    const state = store.getState()
    const { pending, phase, status } = state
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, label(), isAsking ? 'Asking…' : 'Paying…')
    anew.hidden = pending || label() !== 'Ask again'
    outcome.className = status
    outcome.textContent = describe(state)
    receipt.hidden = status !== 'success'
    if (state.status === 'success') transaction.textContent = state.data.transactionId
    dollars.readOnly = mayBePaid()
    token.disabled = mayBePaid()
    advice.textContent = mayBePaid() && !pending ? adviceFor(state.canRetry) : ''
    requests.textContent = asked
    showState(strip, state)
  }

  function describe({ status, phase, args, error }: ReturnType<typeof store.getState>): string {
    if (status === 'pending') return describePending(phase, args?.amount, isAsking)
    if (status === 'success') return describePaid(args?.amount)
    return error?.message ?? ''
  }
}
