import { recover } from '@convex-action/core/recovery'
import { useConvexAction } from '@convex-action/react'
import { type FormEvent, useEffect, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { cards } from '../../shared/cart.js'
import { adviceFor, describePaid, describePending, mayBePaidAfter, payLabel } from '../../shared/payment.js'
import { describeRequests } from '../../shared/payment-service.js'
import { buttonLabel } from '../../shared/waiting.js'
import { StateStrip } from './StateStrip.js'

export function Pay() {
  const [dollars, setDollars] = useState('42')
  const [token, setToken] = useState(cards['A card with money'])
  const [asked, setAsked] = useState('')
  // Whether the payment that is asked for may have charged the card before.
  const [isAsking, setIsAsking] = useState(false)
  const action = useConvexAction(api.payments.charge, {
    recovery: recover(api.calls, { remember: 'payment' }),
    retries: 2,
    concurrency: 'drop',
  })
  const { execute, retry, resume, reset, pending, phase, status, data, error, args, callId, canRetry } =
    action

  useEffect(() => {
    if (pending || !callId) return
    let isOver = false
    describeRequests?.(callId).then((text) => {
      if (!isOver) setAsked(text)
    })
    return () => {
      isOver = true
      setAsked('')
    }
  }, [pending, callId])

  const amount = Math.round(Number(dollars) * 100)
  // What may be paid must not be paid again under another id.
  const mayBePaid = error ? mayBePaidAfter(error, isAsking) : pending
  const label = payLabel(mayBePaid, canRetry, args?.amount === amount && args.token === token)

  // Pressed twice, it pays once: what comes while one is under way is dropped.
  function pay(event: FormEvent) {
    event.preventDefault()
    if (pending) return
    setIsAsking(mayBePaid)
    if (label === 'Try again') retry()
    else if (label === 'Ask again' && callId) resume(callId)
    else execute({ amount, token })
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
        <div className="buttons">
          <button type="submit" aria-disabled={pending}>
            {buttonLabel(phase, label, isAsking ? 'Asking…' : 'Paying…')}
          </button>
          {label === 'Ask again' && !pending && (
            <button type="button" className="quiet" onClick={reset}>
              Start over
            </button>
          )}
        </div>
      </form>

      <div className="outcome" aria-live="polite">
        {pending && <p>{describePending(phase, args?.amount, isAsking)}</p>}
        {status === 'success' && (
          <>
            <p className="success">{describePaid(args?.amount)}</p>
            <p>
              Receipt <code>{data.transactionId}</code>
            </p>
          </>
        )}
        {status === 'error' && <p className="error">{error.message}</p>}
        {mayBePaid && !pending && <p>{adviceFor(canRetry)}</p>}
        {!pending && asked && <p>{asked}</p>}
      </div>

      <StateStrip of={action} />
    </>
  )
}
