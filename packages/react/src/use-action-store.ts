import type { Store } from '@convex-action/core'
import { useSyncExternalStore } from 'react'

/** What can be shown: a store of `createActionStore` or of `createMutationStore`. */
export type Bindable = Pick<Store, 'getState'>

/** The state of a store, which narrows on `status`, and the store's methods. */
export type ActionValues<Of extends Bindable> = ReturnType<Of['getState']> &
  Omit<Of, 'getState' | 'getInitialState' | 'subscribe' | 'user'>

/** Shows a store in a component. Several may show the same one. */
export function useActionStore<Of extends Bindable>(store: Of): ActionValues<Of> {
  const { getState, getInitialState, subscribe, user, ...methods } = store as Of & Store
  const state = useSyncExternalStore(subscribe, getState, getInitialState)
  return { ...methods, ...state } as unknown as ActionValues<Of>
}
