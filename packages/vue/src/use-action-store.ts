import type { Store } from '@convex-action/core'
import type { Bindable } from '@convex-action/core/provider'
import { type ComputedRef, computed } from 'vue'
import { follow } from './follow.js'
import { untracked } from './untracked.js'

/**
 * The fields of a store's state as refs, and the methods of the store. Destructure it: a template then needs no
 * `.value`.
 */
export type ActionRefs<Of extends Bindable> = Fields<ReturnType<Of['getState']>> & {
  /** All fields in one ref. Check `state.status` to narrow the type. */
  state: ComputedRef<ReturnType<Of['getState']>>
} & Omit<Of, 'getState' | 'getInitialState' | 'subscribe' | 'user'>

// Mapped over the keys: mapping over the union would give a union.
type Fields<State, Field extends keyof State = keyof State> = { [Key in Field]: ComputedRef<State[Key]> }

/**
 * Shows a store in a component or another effect scope. Several components may show the same store.
 *
 * @param store The store, or keyed stores.
 * @returns The fields of its state as refs, and its methods.
 */
export function useActionStore<Of extends Bindable>(store: Of): ActionRefs<Of> {
  const { getState, getInitialState, subscribe, user, ...methods } = store as Of & Store
  const state = follow({ getState, getInitialState, subscribe })
  const shown: Record<string, unknown> = { state: computed(() => state.value) }
  // An effect that calls a method must not depend on the options and the user that are read meanwhile.
  for (const [name, method] of Object.entries(methods))
    shown[name] = (...args: unknown[]) => untracked(() => method(...args))
  for (const field of Object.keys(state.value) as (keyof typeof state.value)[])
    shown[field] = computed(() => state.value[field])
  return shown as ActionRefs<Of>
}
