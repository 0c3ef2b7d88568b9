import type { ActionClient, Provided, Store } from '@convex-action/core'
import { type MaybeRefOrGetter, toValue, watch } from 'vue'
import { provided, useConvexClient } from './client.js'
import { untracked } from './untracked.js'
import { type ActionRefs, useActionStore } from './use-action-store.js'

const isServer = typeof window === 'undefined'

/** Makes a store with what the plugin provides, tells it when the user changes, and shows it. */
export function useProvided<Of extends Pick<Store, 'getState' | 'identify' | 'user'>, Options>(
  options: MaybeRefOrGetter<Options>,
  make: (options: () => Options, provided: Provided) => Of,
): ActionRefs<Of> {
  const client = isServer ? null : useConvexClient<ActionClient>
  const store = make(() => toValue(options), { ...provided(), client })
  if (!isServer) watch(store.user, () => untracked(store.identify), { flush: 'sync' })
  return useActionStore(store)
}
