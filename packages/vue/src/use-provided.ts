import type { ActionClient, Provided, Store } from '@convex-action/core'
import { type MaybeRefOrGetter, toValue, watch } from 'vue'
import { provided, useConvexClient } from './client.js'
import { untracked } from './untracked.js'
import { type ActionRefs, useActionStore } from './use-action-store.js'

const isServer = typeof window === 'undefined'

/** Makes a store with what the plugin provides, tells it when the user changes, and shows it. */
export function useProvided<Of extends Pick<Store, 'getState' | 'identify'>, Options extends Provided>(
  options: MaybeRefOrGetter<Options>,
  make: (options: () => Options, provided: Provided) => Of,
): ActionRefs<Of> {
  const { identity } = provided()
  const read = () => toValue(options)
  // Of options that are none the store says so.
  const client: ActionClient | null = isServer ? null : (read()?.client ?? useConvexClient())
  const store = make(read, { client, identity })
  if (!isServer)
    watch(
      () => (read()?.identity ?? identity)?.(),
      () => untracked(store.identify),
      { flush: 'sync' },
    )
  return useActionStore(store)
}
