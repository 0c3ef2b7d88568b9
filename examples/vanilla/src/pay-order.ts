import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { inDollars } from '../../shared/format.js'
import { buttonLabel, whyWaiting } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { currentUser, onUserChange } from './user.js'

/** Lets the form pay one of the open orders, and tells what became of it. */
export function bindOrder(client: ConvexClient): void {
  const store = createActionStore(
    api.orders.pay,
    {
      client,
      identity: currentUser,
      callId: 'callId',
      retries: 2,
      concurrency: 'drop',
    },
    { observer },
  )
  onUserChange(store.identify)

  const form = find('order', HTMLFormElement)
  const choice = find('order-to-pay', HTMLSelectElement)
  const none = find('order-none', HTMLParagraphElement)
  const { getCurrentValue: getOrders } = client.onUpdate(api.orders.listOpen, {}, (orders) => {
    // What is paid is not there to choose any more.
    const { value } = choice
    choice.length = 1
    for (const { _id, items, amount } of orders) {
      const names = items.map(({ name, quantity }) => `${quantity} × ${name}`)
      choice.append(new Option(`${names.join(', ')}: ${inDollars(amount)}`, _id, false, _id === value))
    }
    none.hidden = orders.length > 0
    show()
  })
  const isAgain = () => {
    const { error, args } = store.getState()
    return error && args?.orderId === choice.value
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const order = getOrders()?.find(({ _id }) => _id === choice.value)
    if (isAgain()) void store.retry()
    else if (order) void store.execute({ orderId: order._id })
  })

  const button = find('order-button', HTMLButtonElement)
  const outcome = find('order-outcome', HTMLParagraphElement)
  const receipt = find('order-receipt', HTMLParagraphElement)
  const transaction = find('order-transaction', HTMLElement)
  const advice = find('order-advice', HTMLParagraphElement)
  store.subscribe(show)
  choice.addEventListener('change', show)

  function show(): void {
    const state = store.getState()
    const { pending, phase, status, data, error } = state
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, isAgain() ? 'Try again' : 'Pay order', 'Paying…')
    outcome.className = status
    outcome.textContent = describe(state)
    receipt.hidden = status !== 'success'
    transaction.textContent = data?.transactionId ?? ''
    // With a call id, what the function says to a repeat holds for the tries before it too.
    const isSafe = error?.delivery === 'unknown' && error.kind !== 'application'
    advice.textContent = isSafe ? 'You can safely try again. It stays one payment.' : ''
  }

  function describe({ status, pending, phase, attempt, error }: ReturnType<typeof store.getState>): string {
    if (pending) return whyWaiting(phase, attempt)
    if (status === 'success') return 'Paid.'
    return error?.message ?? ''
  }
}
