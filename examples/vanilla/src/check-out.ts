import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { currentUser, onUserChange } from './user.js'

/** Lets the form lead to the page where the product is paid for. */
export function bindCheckout(client: ConvexClient): void {
  const store = createActionStore(
    api.payments.createCheckoutSession,
    {
      client,
      identity: currentUser,
      concurrency: 'drop',
    },
    { observer },
  )
  onUserChange(store.identify)

  const form = find('checkout', HTMLFormElement)
  const product = find('product', HTMLSelectElement)
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    try {
      const { url } = await store.execute({
        priceId: product.value,
        successUrl: `${window.location.origin}/success`,
        cancelUrl: `${window.location.origin}/cancel`,
      })
      window.location.href = url
    } catch {
      // It is in the state's `error`.
    }
  })

  const button = find('checkout-button', HTMLButtonElement)
  const outcome = find('checkout-outcome', HTMLParagraphElement)
  store.subscribe(({ pending, status, phase, error }) => {
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, 'Check out', 'Redirecting…')
    outcome.className = status
    outcome.textContent = phase === 'queued' ? 'Waiting for the connection.' : (error?.message ?? '')
  })
}
