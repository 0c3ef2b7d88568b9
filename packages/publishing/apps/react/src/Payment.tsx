import { recover, useConvexAction } from '@convex-action/react'
import { api } from '../convex/_generated/api'

export function Payment() {
  const { execute, retry, canRetry, pending, phase, data, error } = useConvexAction(api.payments.charge, {
    recovery: recover(api.calls),
  })

  function pay() {
    if (!pending) void (canRetry ? retry() : execute({ amount: 4200, token: 'tok_visa' }))
  }

  return (
    <main>
      <button type="button" onClick={pay}>
        {canRetry ? 'Try again' : 'Pay'}
      </button>
      <p id="outcome">
        {pending ? phase : error ? error.message : data ? `Paid: ${data.transactionId}` : ''}
      </p>
    </main>
  )
}
