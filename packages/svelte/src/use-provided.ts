import type { Provided, Store } from '@convex-action/core'
import { useConvexClient } from 'convex-svelte'
import { onMount } from 'svelte'
import { toStore } from 'svelte/store'
import { provided } from './provider.js'
import { type ActionFields, useActionStore } from './use-action-store.js'

const isServer = typeof window === 'undefined'

/** Makes a store with what is provided, tells it when the user changes, and shows it. */
export function useProvided<
  Of extends Pick<Store, 'getState' | 'identify' | 'subscribe' | 'user'>,
  Options extends object,
>(
  options: Options | (() => Options),
  make: (options: () => Options, provided: Provided) => Of,
): ActionFields<Of> {
  const read = () => (typeof options === 'function' ? options() : options)
  const client = isServer ? null : useConvexClient
  const store = make(read, { ...provided(), client })
  onMount(() => toStore(store.user).subscribe(store.identify))
  // That there is a component counts, even if it reads no field.
  onMount(() => store.subscribe(() => {}))
  return useActionStore(store)
}
