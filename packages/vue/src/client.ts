import type { ActionClient } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { type App, provide } from 'vue'
import { key, type ProvidedOptions, provided, providerOf } from './provided.js'

/**
 * Provides a Convex client to every component of an app, and what else holds for all its actions and mutations.
 *
 * - `identity` and `ready` are functions: who the user is, and whether calls may be sent. Where they read refs, every store hears at
 *   once when they change.
 * - `observer` sees every execution: `createActionObserver()`.
 * - `defaults` and `messages` hold where a component says nothing. They may be refs.
 * - `interpreter` runs the executions: see the option of that name.
 *
 * @example
 * ```ts
 * import { convexPlugin, createActionObserver } from '@convex-action/vue'
 * import { ConvexClient } from 'convex/browser'
 * import { createApp, ref } from 'vue'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const userId = ref<string>()
 * const observer = createActionObserver()
 * createApp({}).use(convexPlugin, { client, identity: () => userId.value, observer }).mount('#app')
 * ```
 */
export const convexPlugin = {
  install(app: App, options: ProvidedOptions & { client: ActionClient | null }): void {
    if (!options) throw new TypeError('convexPlugin needs a client. Say app.use(convexPlugin, { client }).')
    app.provide(key, providerOf(options))
  },
}

/**
 * Provides the same for a part of an app: for the components below the one that calls it in setup. Each field that is given replaces
 * the field of the plugin, or of a component above; `undefined` does not.
 *
 * @example
 * ```ts
 * import { provideConvexAction } from '@convex-action/vue'
 *
 * provideConvexAction({ defaults: { timeout: 30_000 } })
 * ```
 */
export function provideConvexAction(options: ProvidedOptions): void {
  provide(key, providerOf(options, provided()))
}

/** The client that `convexPlugin` provides. Throws where there is none. */
export function useConvexClient<Client extends ActionClient = ConvexClient>(): Client {
  const client = provided()?.client
  // Whoever installed the plugin knows which client it is.
  if (client) return client as Client
  throw new Error('There is no Convex client. Say app.use(convexPlugin, { client }), and call this in setup.')
}
