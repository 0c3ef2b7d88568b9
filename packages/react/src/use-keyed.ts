import type { Callable, Provided, Store } from '@convex-action/core'
import type { Key, KeyedStore } from '@convex-action/core/keyed'
import type { ActionValues } from './use-action-store.js'
import { hideState, useProvided } from './use-provided.js'

/** Keyed stores without states and keys, until their user is the user of this render. */
function hideRows<Of extends KeyedStore<Store>>(keyed: Of, isSameUser: () => boolean): Of {
  const hidden = hideState(keyed, isSameUser)
  if (isSameUser()) return hidden
  return { ...hidden, for: (key: Key) => hideState(keyed.for(key), isSameUser), keys: () => [] }
}

/** Like `useProvided`, for keyed stores. */
export const useKeyed = <Of extends KeyedStore<Store>, Options extends object>(
  reference: Callable,
  options: Options,
  make: (options: () => Options, provided: Provided) => Of,
): ActionValues<Of> => useProvided(reference, options, make, hideRows)
