import { useConvexAction } from '@convex-action/react'
import { useQuery } from 'convex/react'
import { type FormEvent, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { inDollars } from '../../shared/format.js'
import { buttonLabel, whyWaiting } from '../../shared/waiting.js'

const describe = (items: { name: string; quantity: number }[]) =>
  items.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ')

export function PayOrder() {
  const orders = useQuery(api.orders.listOpen)
  const [chosen, choose] = useState('')
  // What is paid is not there to choose any more.
  const orderId = orders?.find(({ _id }) => _id === chosen)?._id
  const action = useConvexAction(api.orders.pay, { callId: 'callId', retries: 2, concurrency: 'drop' })
  const { execute, retry, pending, phase, attempt, status, data, error, args } = action
  const isAgain = status === 'error' && args.orderId === orderId

  function pay(event: FormEvent) {
    event.preventDefault()
    if (isAgain) retry()
    else if (orderId) execute({ orderId })
  }

  return (
    <section className="card" aria-labelledby="pay-order">
      <h3 id="pay-order">Pay an order</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={pay}>
        <label>
          Order
          <select required value={orderId ?? ''} onChange={(event) => choose(event.target.value)}>
            <option value="">Choose an order</option>
            {orders?.map(({ _id, items, amount }) => (
              <option key={_id} value={_id}>
                {describe(items)}: {inDollars(amount)}
              </option>
            ))}
          </select>
        </label>
        {orders?.length === 0 && <p>Every order is paid.</p>}
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, isAgain ? 'Try again' : 'Pay order', 'Paying…')}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {pending && <p>{whyWaiting(phase, attempt)}</p>}
        {status === 'success' && (
          <>
            <p className="success">Paid.</p>
            <p>
              Transaction <code>{data.transactionId}</code>
            </p>
          </>
        )}
        {status === 'error' && <p className="error">{error.message}</p>}
        {status === 'error' && error.delivery === 'unknown' && error.kind !== 'application' && (
          <p>You can safely try again. It stays one payment.</p>
        )}
      </div>
      <button type="button" className="quiet show-code" data-code="PayOrder.tsx" aria-describedby="pay-order">
        Show the code
      </button>
    </section>
  )
}
