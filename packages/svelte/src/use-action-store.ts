import type { Store } from '@convex-action/core'
import type { Bindable, Bound } from '@convex-action/core/provider'
import { untrack } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'

/**
 * The fields of a store's state as reactive getters, and the methods of the store. Check `status` to narrow the type.
 * You may destructure the methods only.
 */
export type ActionFields<Of extends Bindable> = Bound<Of>

/**
 * Shows a store. Several components may show the same store. An effect runs again only when a field that it reads
 * changes.
 *
 * @param store The store, or keyed stores.
 * @returns The fields of its state as reactive getters, and its methods.
 */
export function useActionStore<Of extends Bindable>(store: Of): ActionFields<Of> {
  const { getState, getInitialState, subscribe, user, ...methods } = store as Store & Of
  const shown: object = {}
  for (const [name, method] of Object.entries(methods)) {
    // An effect that calls a method must not depend on the options and the user that are read meanwhile.
    const value = (...args: unknown[]) => untrack(() => method(...args))
    Object.defineProperty(shown, name, { value, enumerable: true })
  }
  for (const field of Object.keys(getState()) as (keyof ReturnType<Store['getState']>)[]) {
    const track = createSubscriber((update) => {
      let seen = getState()[field]
      return subscribe((state) => {
        if (Object.is(seen, state[field])) return
        seen = state[field]
        update()
      })
    })
    const get = () => {
      track()
      return getState()[field]
    }
    Object.defineProperty(shown, field, { get, enumerable: true })
  }
  return shown as ActionFields<Of>
}
