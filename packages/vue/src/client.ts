import type { ActionClient, Provided } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { type App, hasInjectionContext, inject } from 'vue'

const key = Symbol.for('convex-action')
/** What `convexPlugin` gave, where it did. */
export const provided = (): Provided => (hasInjectionContext() ? inject(key, {}) : {})

/**
 * Provides a Convex client to every component of an app, and, with `identity`, who its user is: where that reads refs,
 * every store hears at once when they change. `interpreter` runs the executions of all stores: see the option of that name.
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
    if (!options) throw new TypeError('convexPlugin needs a client. Say app.use(convexPlugin, { client }).')
    app.provide(key, options)
  },
}

/** The client that `convexPlugin` provides. Throws where there is none. */
export function useConvexClient<Client extends ActionClient = ConvexClient>(): Client {
  const { client } = provided()
  // Whoever installed the plugin knows which client it is.
  if (client) return client as Client
  throw new Error('There is no Convex client. Say app.use(convexPlugin, { client }), and call this in setup.')
}
