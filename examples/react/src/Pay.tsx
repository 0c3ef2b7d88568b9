import { useConvexAction } from '@convex-action/react'
import { type FormEvent, useEffect, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { inDollars } from '../../shared/format.js'
import { describePending } from '../../shared/payment.js'
import { countRequests } from '../../shared/payment-service.js'
import { buttonLabel } from '../../shared/waiting.js'
import { StateStrip } from './StateStrip.js'

const cards = { 'A card with money': 'tok_visa', 'A card without': 'tok_chargeDeclined' }

export function Pay() {
  const [dollars, setDollars] = useState('42')
  const [token, setToken] = useState(cards['A card with money'])
  const [asked, setAsked] = useState<number>()
  const action = useConvexAction(api.payments.charge, { callId: 'callId', retries: 2, concurrency: 'drop' })
  const { execute, retry, pending, phase, status, data, error, args, attempt, callId } = action

  useEffect(() => {
    if (pending || !callId) return
    let isOver = false
    countRequests?.(callId).then((count) => {
      if (!isOver) setAsked(count)
    })
    return () => {
      isOver = true
      setAsked(undefined)
    }
  }, [pending, callId])

  const amount = Math.round(Number(dollars) * 100)
  // What may have been paid must not be paid again under another id.
  const isAgain = status === 'error' && args.amount === amount && args.token === token

  // Pressed twice, it pays once: what comes while one is under way is dropped.
  function pay(event: FormEvent) {
    event.preventDefault()
    isAgain ? retry() : execute({ amount, token })
  }

  return (
    <>
      <form aria-busy={pending} onSubmit={pay}>
        <label>
          Dollars{' '}
          <input
            type="number"
            min="0.5"
            step="0.01"
            required
            value={dollars}
            onChange={(event) => setDollars(event.target.value)}
          />
        </label>
        <label>
          Pay with
          <select value={token} onChange={(event) => setToken(event.target.value)}>
            {Object.entries(cards).map(([name, token]) => (
              <option key={token} value={token}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, isAgain ? 'Try again' : 'Pay', 'Paying…')}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {pending && <p>{describePending(phase, args.amount, attempt > 1)}</p>}
        {status === 'success' && (
          <>
            <p className="success">Paid {inDollars(args.amount)}.</p>
            <p>
              Receipt <code>{data.transactionId}</code>
            </p>
          </>
        )}
        {status === 'error' && <p className="error">{error.message}</p>}
        {/* With a call id, what the function says to a repeat holds for the tries before it too. */}
        {status === 'error' && error.delivery === 'unknown' && error.kind !== 'application' && (
          <p>To try again is safe: it stays one payment.</p>
        )}
        {!pending && asked !== undefined && (
          <p>The payment service was asked {asked === 1 ? 'once' : `${asked} times`}.</p>
        )}
      </div>

      <StateStrip of={action} />
    </>
  )
}
