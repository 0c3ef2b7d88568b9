import type { Provided, Store } from '@convex-action/core'
import { type Bindable, isServer } from '@convex-action/core/provider'
import { useConvexClient } from 'convex-svelte'
import { onMount } from 'svelte'
import { toStore } from 'svelte/store'
import { provided } from './provided.js'
import { type ActionFields, useActionStore } from './use-action-store.js'

/**
 * Makes a hook from a function that creates a store. The hook creates a store with the provided settings, tells it
 * when the user changes, and shows it.
 */
export function hookOf<
  Reference,
  Options,
  Of extends Bindable & Pick<Store, 'identify' | 'user'> & { subscribe(listener: () => void): () => void },
>(make: (reference: Reference, options: Options | undefined, provided: Provided) => Of) {
  return (reference: Reference, options?: Options): ActionFields<Of> => {
    const client = isServer() ? null : useConvexClient
    const store = make(reference, options, Object.create(provided() ?? null, { client: { value: client } }))
    onMount(() => toStore(store.user).subscribe(store.identify))
    // A mounted component counts as a subscriber, even if it reads no field.
    onMount(() => store.subscribe(() => {}))
    return useActionStore(store)
  }
}
