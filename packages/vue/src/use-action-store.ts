import type { Store } from '@convex-action/core'
import { type ComputedRef, computed } from 'vue'
import { follow } from './follow.js'
import { untracked } from './untracked.js'

/** What can be shown: a store, such as that of `createActionStore`, or keyed stores. */
export interface Bindable {
  getState(): object
}

/**
 * The fields of a store's state as refs, and its methods. To be destructured: a template needs no `.value`. `state` is all fields in
 * one ref, which narrows on `state.status`.
 */
export type ActionRefs<Of extends Bindable> = Fields<ReturnType<Of['getState']>> & {
  state: ComputedRef<ReturnType<Of['getState']>>
} & Omit<Of, 'getState' | 'getInitialState' | 'subscribe' | 'user'>

// Over the keys, for a mapped type over a union would be a union.
type Fields<State, Field extends keyof State = keyof State> = { [Key in Field]: ComputedRef<State[Key]> }

/** Shows a store in a component, or in another effect scope. Several may show the same one. */
export function useActionStore<Of extends Bindable>(store: Of): ActionRefs<Of> {
  const { getState, getInitialState, subscribe, user, ...methods } = store as Of & Store
  const state = follow({ getState, getInitialState, subscribe })
  const shown: Record<string, unknown> = { state: computed(() => state.value) }
  // An effect that executes does not depend on the options and the user that are read then.
  for (const [name, method] of Object.entries(methods))
    shown[name] = (...args: unknown[]) => untracked(() => method(...args))
  for (const field of Object.keys(state.value) as (keyof typeof state.value)[])
    shown[field] = computed(() => state.value[field])
  return shown as ActionRefs<Of>
}
