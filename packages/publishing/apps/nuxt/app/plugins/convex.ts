import { convexPlugin } from '@convex-action/vue'
import { ConvexClient } from 'convex/browser'

export default defineNuxtPlugin(({ vueApp }) => {
  const { convexUrl } = useRuntimeConfig().public
  vueApp.use(convexPlugin, { client: import.meta.client ? new ConvexClient(convexUrl) : null })
})
