import { convexPlugin } from '@convex-action/vue'
import { ConvexClient } from 'convex/browser'

/** Gives every component the client. A server has none: it renders what is there before anyone acts. */
export default defineNuxtPlugin(({ vueApp }) => {
  const { convexUrl } = useRuntimeConfig().public
  vueApp.use(convexPlugin, { client: import.meta.client ? new ConvexClient(convexUrl) : null })
})
