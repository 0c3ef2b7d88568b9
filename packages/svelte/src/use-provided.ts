import type { Provided, Store } from '@convex-action/core'
import { useConvexClient } from 'convex-svelte'
import { onMount } from 'svelte'
import { toStore } from 'svelte/store'
import { providedIdentity } from './identity.js'
import { type ActionFields, useActionStore } from './use-action-store.js'

const isServer = typeof window === 'undefined'

/** Makes a store with what is provided, tells it when the user changes, and shows it. */
export function useProvided<
  Of extends Pick<Store, 'getState' | 'identify' | 'subscribe'>,
  Options extends Provided,
>(
  options: Options | (() => Options),
  make: (options: () => Options, provided: Provided) => Of,
): ActionFields<Of> {
  const read = () => (typeof options === 'function' ? options() : options)
  // Of options that are none the store says so.
  const client = isServer ? null : (read()?.client ?? useConvexClient())
  const identity = providedIdentity()
  const store = make(read, { client, identity })
  const user = () => {
    try {
      return (read().identity ?? identity)?.()
    } catch {
      // The store asks again, and reports it.
      return undefined
    }
  }
  onMount(() => toStore(user).subscribe(store.identify))
  // That there is a component counts, even if it reads no field.
  onMount(() => store.subscribe(() => {}))
  return useActionStore(store)
}
