import { ConvexClient } from 'convex/browser'
import { inject } from 'vue'
import type { NuxtApp } from '#app'

const clients = new WeakMap<object, ConvexClient>()

/** The client of the module, made when something first asks for it. An app that has a client of its own never has two. */
export function clientOf({ vueApp, $config }: NuxtApp): ConvexClient {
  const client = clients.get(vueApp) ?? new ConvexClient(urlOf($config.public.convex))
  clients.set(vueApp, client)
  return client
}

/** Whether a plugin of the app said `vueApp.use(convexPlugin, { client })`. */
export const isProvided = ({ vueApp }: NuxtApp): boolean =>
  vueApp.runWithContext(() => inject(Symbol.for('convex-action'), undefined)) !== undefined

function urlOf(config: unknown): string {
  const { url } = config as { url?: string }
  if (url) return url
  throw new Error(
    'There is no URL of a Convex deployment. Set the environment variable NUXT_PUBLIC_CONVEX_URL where the server starts (in development, in the file .env), or set convex.url in nuxt.config.ts.',
  )
}
