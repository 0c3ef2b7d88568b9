import type { ActionClient, Provided, Store } from '@convex-action/core'
import { type Bindable, isServer } from '@convex-action/core/provider'
import { type MaybeRefOrGetter, toValue, watch } from 'vue'
import { useConvexClient } from './client.js'
import { provided } from './provided.js'
import { untracked } from './untracked.js'
import { type ActionRefs, useActionStore } from './use-action-store.js'

/**
 * Makes a composable from a function that creates a store. The composable creates a store with the provided settings,
 * tells it when the user changes, and shows it.
 */
export function hookOf<Reference, Options, Of extends Bindable & Pick<Store, 'identify' | 'user'>>(
  make: (reference: Reference, options: (() => Options) | undefined, provided: Provided) => Of,
) {
  return (reference: Reference, options?: MaybeRefOrGetter<Options>): ActionRefs<Of> => {
    const client = isServer() ? null : useConvexClient<ActionClient>
    const given = Object.create(provided() ?? null, { client: { value: client } })
    const store = make(reference, options === undefined ? undefined : () => toValue(options), given)
    if (client) watch(store.user, () => untracked(store.identify), { flush: 'sync' })
    return useActionStore(store)
  }
}
