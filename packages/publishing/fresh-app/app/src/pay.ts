import { createActionStore } from '@convex-action/core'
import { recover } from '@convex-action/core/recovery'
import { ConvexClient } from 'convex/browser'
import { api, components } from '../convex/_generated/api'

export function openPayment(url: string) {
  const client = new ConvexClient(url)
  const store = createActionStore(api.payments.charge, { client, recovery: recover(api.calls) })
  return { client, store }
}

export const openUnguarded = (client: ConvexClient) =>
  // @ts-expect-error: it does not take `call`, so it cannot be asked for
  createActionStore(api.payments.unguarded, { client, recovery: recover(api.calls) })

export const missing = () =>
  // @ts-expect-error: the types of the component are those of its package, and it has no such function
  components.calls.lib.missing
