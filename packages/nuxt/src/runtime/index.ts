import { type ActionClient, useConvexClient as useProvidedClient } from '@convex-action/vue'
import type { ConvexClient } from 'convex/browser'
import { useNuxtApp } from '#app'
import { clientOf, isProvided } from './client.js'

export * from '@convex-action/vue'

/**
 * The Convex client, in a component, and in a plugin of the browser, for `setAuth` say.
 *
 * @throws on a server, which has none.
 *
 * @example
 * ```ts
 * // app/plugins/sign-in.client.ts
 * export default defineNuxtPlugin(() => {
 *   useConvexClient().setAuth(fetchToken)
 * })
 * ```
 */
export function useConvexClient<Client extends ActionClient = ConvexClient>(): Client {
  if (import.meta.server)
    throw new Error(
      'A server has no Convex client. Ask for it in the browser: in a plugin whose name ends with .client.ts, or where import.meta.client is true.',
    )
  const nuxtApp = useNuxtApp()
  // A plugin asks before the components have a client.
  return isProvided(nuxtApp) ? useProvidedClient<Client>() : (clientOf(nuxtApp) as ActionClient as Client)
}
