import {
  type ActionClient,
  type ActionOptions,
  type ActionReference,
  type ActionStore,
  createActionStore,
  type Provided,
  type StringArgument,
} from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import type { FunctionReference, FunctionReturnType } from 'convex/server'
import {
  type App,
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

export * from '@convex-action/core'

/** The methods of a store and the fields of its state, as refs. To be destructured: a template needs no `.value`. */
export type ActionRefs<Store extends Pick<ActionStore, 'getState'>> = Omit<Store, 'getState' | 'subscribe'> &
  Fields<ReturnType<Store['getState']>>

// Over the keys, for a mapped type over a union would be a union.
type Fields<State, Field extends keyof State = keyof State> = { [Key in Field]: ComputedRef<State[Key]> }

const key = Symbol.for('convex-action')
const isServer = typeof window === 'undefined'
const provided = (): Provided => (hasInjectionContext() ? inject(key, {}) : {})

/**
 * Provides a Convex client to every component of an app, and, with `identity`, who its user is: where that reads refs,
 * every store hears at once when they change.
 *
 * @example
 * ```ts
 * import { convexPlugin } from '@convex-action/vue'
 * import { ConvexClient } from 'convex/browser'
 * import { createApp } from 'vue'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * createApp({}).use(convexPlugin, { client }).mount('#app')
 * ```
 */
export const convexPlugin = {
  install(app: App, options: Provided & { client: ActionClient | null }): void {
    app.provide(key, options)
  },
}

/** The client that `convexPlugin` provides. Throws where there is none. */
export function useConvexClient<Client extends ActionClient = ConvexClient>(): Client {
  const { client } = provided()
  if (!client) {
    throw new Error(
      'There is no Convex client. Say app.use(convexPlugin, { client }), and call this in setup.',
    )
  }
  // Whoever installed the plugin knows which client it is.
  return client as Client
}

/** Shows a store in a component, or in another effect scope. Several may show the same one. */
export function useActionStore<Store extends Pick<ActionStore, 'getState'>>(store: Store): ActionRefs<Store> {
  const { getState, subscribe, ...methods } = store as Store & ActionStore
  const state = shallowRef(getState())
  // A server never disposes of the scopes that it renders.
  if (!hasInjectionContext() || !inject(ssrContextKey, null)) {
    // The listener is called at once, so nothing is missed in between.
    onScopeDispose(subscribe((now) => (state.value = now)))
  }
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
  const { client, identity } = provided()
  const store = createActionStore(reference, () => toValue(options), {
    client: client ?? (isServer ? null : (toValue(options).client ?? useConvexClient())),
    identity,
  })
  if (!isServer) watch(() => (toValue(options).identity ?? identity)?.(), store.identify, { flush: 'sync' })
  return useActionStore(store)
}
