import { recover } from '@convex-action/core/recovery'
import { useConvexAction } from '@convex-action/react'
import { type FormEvent, useEffect, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { cards } from '../../shared/cart.js'
import { inDollars } from '../../shared/format.js'
import type { User } from '../../shared/identity.js'
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
import { StateStrip } from './StateStrip.js'

export function Pay({ user }: { user: User | null }) {
  const [before] = useState(() => openPayment(user))
  const [dollars, setDollars] = useState(before ? String(before.amount / 100) : '42')
  const [token, setToken] = useState(before?.token ?? cards['A card with money'])
  const [asked, setAsked] = useState('')
  // Whether the payment that is asked for may have charged the card before.
  const [isAsking, setIsAsking] = useState(false)
  const action = useConvexAction(api.payments.charge, {
    recovery: recover(api.calls),
    retries: 2,
    concurrency: 'drop',
    onSuccess: () => endPayment(user),
    onError: (error) => {
      if (!mayBePaidAfter(error, isAsking)) refusePayment(user)
    },
  })
  const { execute, pending, phase, status, data, error, args } = action
  const id = args?.callId

  useEffect(() => {
    if (pending || !id) return
    let isOver = false
    describeRequests?.(id).then((text) => {
      if (!isOver) setAsked(text)
    })
    return () => {
      isOver = true
      setAsked('')
    }
  }, [pending, id])

  const amount = Math.round(Number(dollars) * 100)
  // What may be paid must not be paid again under another id.
  const mayBePaid = error
    ? mayBePaidAfter(error, isAsking)
    : pending || (status === 'idle' && before !== null)
  const isAgain = mayBePaid || (status === 'error' && args.amount === amount && args.token === token)

  // Pressed twice, it pays once: what comes while one is under way is dropped.
  function pay(event: FormEvent) {
    event.preventDefault()
    if (pending) return
    setIsAsking(mayBePaid)
    execute({ amount, token, callId: startPayment(user, { amount, token }) })
  }

  return (
    <>
      <form autoComplete="off" aria-busy={pending} onSubmit={pay}>
        <label>
          Dollars{' '}
          <input
            type="number"
            min="0.5"
            step="0.01"
            required
            readOnly={mayBePaid}
            value={dollars}
            onChange={(event) => setDollars(event.target.value)}
          />
        </label>
        <label>
          Pay with
          <select value={token} disabled={mayBePaid} onChange={(event) => setToken(event.target.value)}>
            {Object.entries(cards).map(([name, token]) => (
              <option key={token} value={token}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, isAgain ? 'Try again' : 'Pay', isAsking ? 'Asking…' : 'Paying…')}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {pending && <p>{describePending(phase, args.amount, isAsking)}</p>}
        {status === 'success' && (
          <>
            <p className="success">Paid {inDollars(args.amount)}.</p>
            <p>
              Receipt <code>{data.transactionId}</code>
            </p>
          </>
        )}
        {status === 'error' && <p className="error">{error.message}</p>}
        {mayBePaid && !pending && <p>To try again is safe: it stays one payment.</p>}
        {!pending && asked && <p>{asked}</p>}
      </div>

      <StateStrip of={action} />
    </>
  )
}
