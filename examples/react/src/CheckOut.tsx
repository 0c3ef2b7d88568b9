import { useConvexAction } from '@convex-action/react'
import { type FormEvent, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { buttonLabel } from '../../shared/waiting.js'

const products = { Tea: 'price_xxx', 'Something sold out': 'price_nope' }

export function CheckOut() {
  const [priceId, setPriceId] = useState(products.Tea)
  const action = useConvexAction(api.payments.createCheckoutSession, { concurrency: 'drop' })
  const { execute, pending, phase, status, error } = action

  async function handleCheckout(event: FormEvent) {
    event.preventDefault()
    try {
      const { url } = await execute({
        priceId,
        successUrl: `${window.location.origin}/success`,
        cancelUrl: `${window.location.origin}/cancel`,
      })
      window.location.href = url
    } catch {
      // It is in `error`.
    }
  }

  return (
    <section className="card" aria-labelledby="check-out">
      <h3 id="check-out">Check out</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={handleCheckout}>
        <label>
          Product
          <select value={priceId} onChange={(event) => setPriceId(event.target.value)}>
            {Object.entries(products).map(([name, id]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, 'Check out', 'Redirecting…')}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {phase === 'queued' && <p>Waiting for the connection.</p>}
        {status === 'error' && <p className="error">{error.message}</p>}
      </div>
      <button type="button" className="quiet show-code" data-code="CheckOut.tsx" aria-describedby="check-out">
        Show the code
      </button>
    </section>
  )
}
