import type { Provided, Store } from '@convex-action/core'
import { isServer } from '@convex-action/core/provider'
import { useConvexClient } from 'convex-svelte'
import { onMount } from 'svelte'
import { toStore } from 'svelte/store'
import { provided } from './provided.js'
import { type ActionFields, type Bindable, useActionStore } from './use-action-store.js'

/** Creates a store with the provided settings, tells it when the user changes, and shows it. */
export function useProvided<
  Of extends Bindable & Pick<Store, 'identify' | 'user'> & { subscribe(listener: () => void): () => void },
  Options extends object,
>(
  options: Options | (() => Options),
  make: (options: () => Options, provided: Provided) => Of,
): ActionFields<Of> {
  const read = () => (typeof options === 'function' ? options() : options)
  const client = isServer() ? null : useConvexClient
  const store = make(read, Object.create(provided() ?? null, { client: { value: client } }))
  onMount(() => toStore(store.user).subscribe(store.identify))
  // A mounted component counts as a subscriber, even if it reads no field.
  onMount(() => store.subscribe(() => {}))
  return useActionStore(store)
}
