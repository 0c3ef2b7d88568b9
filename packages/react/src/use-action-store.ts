import type { Store } from '@convex-action/core'
import { useSyncExternalStore } from 'react'

/** What can be shown: a store, such as that of `createActionStore`, or keyed stores. */
export interface Bindable {
  getState(): object
}

/** The state of a store, which narrows on `status`, and the store's methods. */
export type ActionValues<Of extends Bindable> = ReturnType<Of['getState']> &
  Omit<Of, 'getState' | 'getInitialState' | 'subscribe' | 'user'>

/** Shows a store in a component. Several may show the same one. */
export function useActionStore<Of extends Bindable>(store: Of): ActionValues<Of>
/**
 * Shows a piece of a store's state: the component renders again only when that is another one (`Object.is`).
 *
 * @param select Gives the piece: a field, or what can be told from it. A new object each time is another one each time.
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
