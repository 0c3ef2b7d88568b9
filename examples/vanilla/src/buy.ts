import { createActionStore, createMutationStore } from '@convex-action/core'
import { recover } from '@convex-action/core/recovery'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { type Cart, cards, items, keepCart, newCart, openCart, total } from '../../shared/cart.js'
import { inDollars } from '../../shared/format.js'
import { mayBePaidAfter } from '../../shared/payment.js'
import { buttonLabel, whyWaiting } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { row } from './row.js'
import { currentUser } from './user.js'

/** Lets the form charge a card and save the order, each of them once, whatever happens in between. */
export function bindPurchase(client: ConvexClient): () => void {
  const cart = openCart(currentUser())
  // Whether the card may have been charged before it was asked for last.
  let wasOpen = cart.mayBePaid
  const charge = createActionStore(
    api.payments.charge,
    {
      client,
      identity: currentUser,
      recovery: recover(api.calls, { remember: 'purchase' }),
      retries: 2,
      concurrency: 'drop',
      // Also where a former page charged the card.
      onSuccess: ({ transactionId }) => void saveOrder({ items, transactionId }),
      onError: (error) => {
        if (!mayBePaidAfter(error, wasOpen)) change({ mayBePaid: false })
      },
    },
    { observer },
  )
  const order = createMutationStore(
    api.orders.create,
    {
      client,
      identity: currentUser,
      concurrency: 'drop',
      onSuccess: () => change(newCart(cart.owner)),
    },
    { observer },
  )
  const { execute: chargeCard } = charge
  const { mutate: saveOrder } = order

  const form = find('purchase', HTMLFormElement)
  const token = find('purchase-token', HTMLSelectElement)
  const rows = items.map(({ name, quantity, price }) =>
    row(`${quantity} × ${name}`, inDollars(quantity * price)),
  )
  find('cart', HTMLDListElement).append(...rows, row('Total', inDollars(total)))
  token.append(...Object.entries(cards).map(([name, token]) => new Option(name, token)))

  // Another card is another charge: under the old id the server would only tell what became of the other.
  token.addEventListener('change', () => change({ token: token.value, id: crypto.randomUUID() }))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (charge.getState().pending || isSaving()) return
    order.reset()
    wasOpen = cart.mayBePaid
    change({ mayBePaid: true })
    void chargeCard({ amount: total, token: cart.token, callId: cart.id })
  })

  const button = find('purchase-button', HTMLButtonElement)
  const outcome = find('purchase-outcome', HTMLParagraphElement)
  const advice = find('purchase-advice', HTMLParagraphElement)
  const ends = [charge.subscribe(show), order.subscribe(show)]

  return () => {
    for (const end of ends) end()
  }

  function change(what: Partial<Cart>): void {
    Object.assign(cart, what)
    keepCart(cart)
    show()
  }

  /** Charged and not saved yet: from the very moment of the charge. */
  function isSaving(): boolean {
    const { pending, status } = order.getState()
    return charge.getState().status === 'success' && (pending || status === 'idle')
  }

  function show(): void {
    const { pending: isCharging, phase: charging, attempt: charges, error: refusal, args } = charge.getState()
    const { phase: saving, attempt: saves, status, error: loss } = order.getState()
    const phase = charging ?? saving ?? (isSaving() ? 'running' : undefined)
    const pending = phase !== undefined
    const error = refusal ?? loss
    const isAgain = cart.mayBePaid || (error && args?.token === cart.token)
    form.ariaBusy = String(pending)
    token.value = cart.token
    token.disabled = cart.mayBePaid
    button.ariaDisabled = String(pending)
    const idle = isAgain ? 'Try again' : `Buy for ${inDollars(total)}`
    button.textContent = buttonLabel(phase, idle, isCharging ? 'Charging…' : 'Saving…')
    outcome.className = pending ? 'pending' : error ? 'error' : status
    if (pending) outcome.textContent = whyWaiting(phase, isCharging ? charges : saves)
    else if (status === 'success') outcome.textContent = `Paid ${inDollars(total)} and saved your order.`
    else outcome.textContent = error?.message ?? ''
    advice.textContent = !pending && cart.mayBePaid ? 'You can safely try again. It stays one payment.' : ''
  }
}
