import type { ActionClient } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { type App, effectScope, provide } from 'vue'
import { key, type ProvidedOptions, provided, providerOf } from './provided.js'

/**
 * A Vue plugin that provides a Convex client to every component of an app, and settings for all its actions and
 * mutations.
 *
 * - `client` is required. Pass `null` while rendering on a server.
 * - `identity` returns who the current user is, and `ready` returns whether calls may be sent. Both may read refs:
 *   stores notice a change at once.
 * - `observer` sees every execution: `createActionObserver()`.
 * - `defaults` and `messages` apply where a component has no own options. They may be refs.
 * - `interpreter` runs the state machine: see the option `interpreter`.
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
    if (!options) throw new TypeError('convexPlugin needs a client. Call app.use(convexPlugin, { client }).')
    const scope = effectScope(true)
    app.provide(
      key,
      scope.run(() => providerOf(options)),
    )
    // Missing before Vue 3.5. There, the app's provider watches the user for ever.
    app.onUnmount?.(() => scope.stop())
  },
}

/**
 * Provides settings for a part of an app: for all components below the component that calls it in setup. Each field
 * that you pass replaces the field of the plugin, or of a component above. A field that is `undefined` does not.
 *
 * @param options See {@link ProvidedOptions}.
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

/**
 * Returns the client that `convexPlugin` provides.
 *
 * @returns The client. Its type is `ConvexClient`, unless you name another type.
 * @throws `Error` if there is no client, or if it is not called in setup.
 */
export function useConvexClient<Client extends ActionClient = ConvexClient>(): Client {
  const client = provided()?.client
  // The app that installed the plugin knows the type of its client.
  if (client) return client as Client
  throw new Error(
    'There is no Convex client. Call app.use(convexPlugin, { client }), and call this function in setup.',
  )
}
