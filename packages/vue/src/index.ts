import {
  type ActionClient,
  type ActionOptions,
  type ActionReference,
  type ActionState,
  type ActionStore,
  createActionStore,
} from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import type { FunctionArgs } from 'convex/server'
import {
  type App,
  type ComputedRef,
  computed,
  hasInjectionContext,
  inject,
  onScopeDispose,
  shallowRef,
  ssrContextKey,
} from 'vue'

export * from '@convex-action/core'

/** How `useConvexAction` behaves. Each is optional. */
export type UseConvexActionOptions = ActionOptions

type State<Ref extends ActionReference> = ActionState<Awaited<Ref['_returnType']>, FunctionArgs<Ref>>

/** The methods of a store and the fields of its state, as refs. To be destructured: a template needs no `.value`. */
export type UseConvexActionReturn<Ref extends ActionReference> = Pick<
  ActionStore<Ref>,
  'execute' | 'reset'
> & {
  [Field in keyof State<Ref>]: ComputedRef<State<Ref>[Field]>
}

const key = Symbol.for('convex-action.client')

const provided = (): ActionClient | null => (hasInjectionContext() ? inject(key, null) : null)

/**
 * Provides a Convex client to every component of an app.
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
  install(app: App, { client }: { client: ActionClient }): void {
    app.provide(key, client)
  },
}

/** The client that `convexPlugin` provides. Throws where there is none. */
export function useConvexClient<Client extends ActionClient = ConvexClient>(): Client {
  const client = provided()
  if (!client) {
    throw new Error(
      'There is no Convex client. Say app.use(convexPlugin, { client }), and call this in setup.',
    )
  }
  // Whoever installed the plugin knows which client it is.
  return client as Client
}

/** Shows a store in a component, or in another effect scope. Several may show the same one. */
export function useActionStore<Ref extends ActionReference>(
  store: ActionStore<Ref>,
): UseConvexActionReturn<Ref> {
  const state = shallowRef(store.getState())
  // A server never disposes of the scopes that it renders.
  if (!hasInjectionContext() || !inject(ssrContextKey, null)) {
    // The listener is called at once, so nothing is missed in between.
    onScopeDispose(store.subscribe((now) => (state.value = now)))
  }
  const fields = Object.keys(state.value) as (keyof State<Ref>)[]
  const refs = Object.fromEntries(fields.map((field) => [field, computed(() => state.value[field])]))
  return { execute: store.execute, reset: store.reset, ...refs } as UseConvexActionReturn<Ref>
}

/**
 * Runs a Convex action, and tells what became of it. Unmounting the component cancels nothing: the action runs on the
 * server all the same.
 *
 * @param reference The action, such as `api.emails.send`.
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
export function useConvexAction<Ref extends ActionReference>(
  reference: Ref,
  options: UseConvexActionOptions = {},
): UseConvexActionReturn<Ref> {
  const client = options.client ?? (typeof window === 'undefined' ? provided() : useConvexClient())
  return useActionStore(createActionStore(reference, options, client))
}
