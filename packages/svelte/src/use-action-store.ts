import type { Store } from '@convex-action/core'
import { untrack } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'

/** What can be shown: a store, such as that of `createActionStore`, or keyed stores. */
export interface Bindable {
  getState(): object
}

/**
 * The fields of a store's state as reactive getters, which narrow on `status`, and the store's methods. Only the methods
 * may be destructured.
 */
export type ActionFields<Of extends Bindable> = Readonly<ReturnType<Of['getState']>> &
  Omit<Of, 'getState' | 'getInitialState' | 'subscribe' | 'user'>

/** Shows a store. Several components may show the same one. An effect re-runs only when a field that it reads changes. */
export function useActionStore<Of extends Bindable>(store: Of): ActionFields<Of> {
  const { getState, getInitialState, subscribe, user, ...methods } = store as Store & Of
  const shown: object = {}
  for (const [name, method] of Object.entries(methods)) {
    // An effect that executes is no effect of the options and the user that are asked for then.
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
