import type { Store } from '@convex-action/core'
import type { Bindable } from '@convex-action/core/provider'
import { useSyncExternalStore } from 'react'

/** The state of a store and its methods. Check `status` to narrow the type. */
export type ActionValues<Of extends Bindable> = ReturnType<Of['getState']> &
  Omit<Of, 'getState' | 'getInitialState' | 'subscribe' | 'user'>

/**
 * Shows a store in a component. Several components may show the same store.
 *
 * @param store The store, or keyed stores.
 * @returns The state of the store and its methods.
 */
export function useActionStore<Of extends Bindable>(store: Of): ActionValues<Of>
/**
 * Shows a part of a store's state. The component renders again only when that part changes (`Object.is`).
 *
 * @param store The store, or keyed stores.
 * @param select Returns the part: a field, or a value computed from fields. Do not return a new object every time,
 * since that is a change every time.
 * @returns The part.
 */
export function useActionStore<Of extends Bindable, Piece>(
  store: Of,
  select: (state: ReturnType<Of['getState']>) => Piece,
): Piece
export function useActionStore(store: Bindable, select?: (state: object) => unknown): unknown {
  const { getState, getInitialState, subscribe, user, ...methods } = store as Store
  const read = (get: () => object) => () => (select ? select(get()) : get())
  const shown = useSyncExternalStore(subscribe, read(getState), read(getInitialState))
  return select ? shown : { ...methods, ...(shown as object) }
}
