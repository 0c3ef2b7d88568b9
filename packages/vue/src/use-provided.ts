import type { ActionClient, Provided, Store } from '@convex-action/core'
import { isServer } from '@convex-action/core/provider'
import { type MaybeRefOrGetter, toValue, watch } from 'vue'
import { useConvexClient } from './client.js'
import { provided } from './provided.js'
import { untracked } from './untracked.js'
import { type ActionRefs, type Bindable, useActionStore } from './use-action-store.js'

/** Creates a store with the provided settings, tells it when the user changes, and shows it. */
export function useProvided<Of extends Bindable & Pick<Store, 'identify' | 'user'>, Options>(
  options: MaybeRefOrGetter<Options>,
  make: (options: () => Options, provided: Provided) => Of,
): ActionRefs<Of> {
  const client = isServer() ? null : useConvexClient<ActionClient>
  const store = make(() => toValue(options), Object.create(provided() ?? null, { client: { value: client } }))
  if (client) watch(store.user, () => untracked(store.identify), { flush: 'sync' })
  return useActionStore(store)
}
