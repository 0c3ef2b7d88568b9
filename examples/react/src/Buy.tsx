import { recover } from '@convex-action/core/recovery'
import { useConvexAction, useConvexMutation } from '@convex-action/react'
import { type FormEvent, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { type Cart, cards, items, keepCart, newCart, openCart, total } from '../../shared/cart.js'
import { inDollars } from '../../shared/format.js'
import type { User } from '../../shared/identity.js'
import { mayBePaidAfter } from '../../shared/payment.js'
import { buttonLabel, whyWaiting } from '../../shared/waiting.js'

export function Buy({ user }: { user: User | null }) {
  const [cart, setCart] = useState(() => openCart(user))
  function change(what: Partial<Cart>) {
    const changed = { ...cart, ...what }
    keepCart(changed)
    setCart(changed)
  }

  // Whether the card may have been charged before it was asked for last.
  const [wasOpen, setWasOpen] = useState(cart.mayBePaid)
  const charge = useConvexAction(api.payments.charge, {
    recovery: recover(api.calls, { remember: 'purchase' }),
    retries: 2,
    concurrency: 'drop',
    // Also where a former page charged the card.
    onSuccess: ({ transactionId }) => void saveOrder({ items, transactionId }),
    onError: (error) => {
      if (!mayBePaidAfter(error, wasOpen)) change({ mayBePaid: false })
    },
  })
  const order = useConvexMutation(api.orders.create, {
    concurrency: 'drop',
    onSuccess: () => change(newCart(cart.owner)),
  })
  const { execute: chargeCard, pending: isCharging } = charge
  const { mutate: saveOrder } = order

  // Charged and not saved yet: from the very moment of the charge.
  const isSaving = charge.status === 'success' && (order.pending || order.status === 'idle')
  const phase = charge.phase ?? order.phase ?? (isSaving ? 'running' : undefined)
  const pending = phase !== undefined
  const error = charge.error ?? order.error
  const isAgain = cart.mayBePaid || (error && charge.args?.token === cart.token)

  function handlePurchase(event: FormEvent) {
    event.preventDefault()
    if (pending) return
    order.reset()
    setWasOpen(cart.mayBePaid)
    change({ mayBePaid: true })
    chargeCard({ amount: total, token: cart.token, callId: cart.id })
  }

  // Another card is another charge: under the old id the server would only tell what became of the other.
  const changeCard = (token: string) => change({ token, id: crypto.randomUUID() })

  return (
    <section className="card" aria-labelledby="buy">
      <h3 id="buy">Buy</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={handlePurchase}>
        <dl className="cart">
          {items.map(({ name, quantity, price }) => (
            <div key={name}>
              <dt>{`${quantity} × ${name}`}</dt>
              <dd>{inDollars(quantity * price)}</dd>
            </div>
          ))}
          <div>
            <dt>Total</dt>
            <dd>{inDollars(total)}</dd>
          </div>
        </dl>
        <label>
          Pay with
          <select
            value={cart.token}
            disabled={cart.mayBePaid}
            onChange={(event) => changeCard(event.target.value)}
          >
            {Object.entries(cards).map(([name, token]) => (
              <option key={token} value={token}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(
            phase,
            isAgain ? 'Try again' : `Buy for ${inDollars(total)}`,
            isCharging ? 'Charging…' : 'Saving…',
          )}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {pending && <p>{whyWaiting(phase, isCharging ? charge.attempt : order.attempt)}</p>}
        {!pending && (
          <>
            {order.status === 'success' && (
              <p className="success">Paid {inDollars(total)} and saved your order.</p>
            )}
            {error && <p className="error">{error.message}</p>}
            {cart.mayBePaid && <p>You can safely try again. It stays one payment.</p>}
          </>
        )}
      </div>
      <button type="button" className="quiet show-code" data-code="Buy.tsx" aria-describedby="buy">
        Show the code
      </button>
    </section>
  )
}
