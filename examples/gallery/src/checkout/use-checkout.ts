import { fromConvexAction } from '@convex-action/core/machine'
import { api } from '@convex-action/example-backend/api'
import { useConvexClient } from '@convex-action/vue'
import { onScopeDispose, type ShallowRef, shallowRef } from 'vue'
import { createActor, type EventFromLogic, type SnapshotFrom } from 'xstate'
import { checkoutMachine } from './machine.js'

const key = 'checkout'

type Checkout = SnapshotFrom<typeof checkoutMachine>

/** The checkout of this tab: how it is, and what tells it that something happened. It outlives a reload. */
export function useCheckout(amount: number): {
  checkout: ShallowRef<Checkout>
  send(event: EventFromLogic<typeof checkoutMachine>): void
} {
  const charge = fromConvexAction(useConvexClient(), api.payments.charge, {
    callId: 'callId',
    timeout: 30_000,
  })
  const kept = sessionStorage.getItem(key)
  const actor = createActor(checkoutMachine.provide({ actors: { charge } }), {
    input: { amount },
    ...(kept ? { snapshot: JSON.parse(kept) } : {}),
  })
  const checkout = shallowRef(actor.getSnapshot())
  actor.subscribe((snapshot) => {
    sessionStorage.setItem(key, JSON.stringify(actor.getPersistedSnapshot()))
    checkout.value = snapshot
  })
  actor.start()
  onScopeDispose(() => actor.stop())
  return { checkout, send: actor.send }
}
