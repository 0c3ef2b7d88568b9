import {
  type ActionOptions,
  type ActionReference,
  type ActionStore,
  createActionStore,
  type StringArgument,
} from '@convex-action/core'
import type { FunctionReference, FunctionReturnType } from 'convex/server'
import {
  type ComputedRef,
  computed,
  hasInjectionContext,
  inject,
  type MaybeRefOrGetter,
  onScopeDispose,
  shallowRef,
  ssrContextKey,
  toValue,
  watch,
} from 'vue'
import { provided, useConvexClient } from './client.js'

export * from '@convex-action/core'
export { convexPlugin, useConvexClient } from './client.js'

const isServer = typeof window === 'undefined'

type Bindable = Pick<ActionStore, 'getState'>

/** The fields of a store's state as refs, and its methods. To be destructured: a template needs no `.value`. */
export type ActionRefs<Store extends Bindable> = Fields<ReturnType<Store['getState']>> &
  Omit<Store, 'getState' | 'getInitialState' | 'subscribe'>

// Over the keys, for a mapped type over a union would be a union.
type Fields<State, Field extends keyof State = keyof State> = { [Key in Field]: ComputedRef<State[Key]> }

/** Shows a store in a component, or in another effect scope. Several may show the same one. */
export function useActionStore<Store extends Bindable>(store: Store): ActionRefs<Store> {
  const { getState, getInitialState, subscribe, ...methods } = store as Store & ActionStore
  const state = shallowRef(getState())
  const isRenderedByServer = hasInjectionContext() && inject(ssrContextKey, null)
  // A server never disposes of its scopes. The listener is called at once: nothing is missed in between.
  if (!isRenderedByServer) onScopeDispose(subscribe((now) => (state.value = now)))
  const fields = Object.keys(state.value) as (keyof typeof state.value)[]
  const refs = Object.fromEntries(fields.map((field) => [field, computed(() => state.value[field])]))
  return { ...methods, ...refs } as unknown as ActionRefs<Store>
}

/**
 * Runs a Convex action, and tells what became of it. Unmounting the component cancels nothing: the action runs on the
 * server all the same.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options Also as a ref or a getter, to be asked at each `execute`.
 * @throws where the reference or an option is no good, and, in a browser, where no client is provided.
 *
 * @example
 * ```ts
 * import { useConvexAction } from '@convex-action/vue'
 * import { api } from './convex/_generated/api'
 *
 * const { execute, pending, data, error } = useConvexAction(api.reports.generate)
 * ```
 */
export function useConvexAction<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: MaybeRefOrGetter<ActionOptions<Ref, Id, Query>> = {},
): ActionRefs<ActionStore<Ref, Id, FunctionReturnType<Query>>> {
  const { identity } = provided()
  const client = isServer ? null : (toValue(options).client ?? useConvexClient())
  const store = createActionStore(reference, () => toValue(options), { client, identity })
  if (!isServer) watch(() => (toValue(options).identity ?? identity)?.(), store.identify, { flush: 'sync' })
  return useActionStore(store)
}
