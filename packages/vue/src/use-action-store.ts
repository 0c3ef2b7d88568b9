import type { Store } from '@convex-action/core'
import {
  type ComputedRef,
  computed,
  getCurrentInstance,
  hasInjectionContext,
  inject,
  onMounted,
  onScopeDispose,
  shallowRef,
  ssrContextKey,
} from 'vue'
import { untracked } from './untracked.js'

/** What can be shown: a store of `createActionStore` or of `createMutationStore`. */
export type Bindable = Pick<Store, 'getState'>

/** The fields of a store's state as refs, and its methods. To be destructured: a template needs no `.value`. */
export type ActionRefs<Of extends Bindable> = Fields<ReturnType<Of['getState']>> &
  Omit<Of, 'getState' | 'getInitialState' | 'subscribe' | 'user'>

// Over the keys, for a mapped type over a union would be a union.
type Fields<State, Field extends keyof State = keyof State> = { [Key in Field]: ComputedRef<State[Key]> }

/** Shows a store in a component, or in another effect scope. Several may show the same one. */
export function useActionStore<Of extends Bindable>(store: Of): ActionRefs<Of> {
  const { getState, getInitialState, subscribe, user, ...methods } = store as Of & Store
  // What a server rendered has to be taken over as it stands: in production Vue mends no attribute that differs.
  let isTakenOver = !getCurrentInstance()?.vnode.el
  const state = shallowRef(isTakenOver ? getState() : getInitialState())
  const show = (now: ReturnType<typeof getState>) => {
    if (isTakenOver) state.value = now
  }
  const isRenderedByServer = hasInjectionContext() && inject(ssrContextKey, null)
  // A server never disposes of its scopes. The listener is called at once: nothing is missed in between.
  if (!isRenderedByServer) onScopeDispose(subscribe(show))
  if (!isTakenOver)
    onMounted(() => {
      isTakenOver = true
      show(getState())
    })
  const shown: Record<string, unknown> = {}
  // An effect that executes does not depend on the options and the user that are read then.
  for (const [name, method] of Object.entries(methods))
    shown[name] = (...args: unknown[]) => untracked(() => method(...args))
  for (const field of Object.keys(state.value) as (keyof typeof state.value)[])
    shown[field] = computed(() => state.value[field])
  return shown as ActionRefs<Of>
}
