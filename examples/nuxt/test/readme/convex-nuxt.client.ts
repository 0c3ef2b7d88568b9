// app/plugins/convex.client.ts
import { useConvexClient as useClientOfQueries } from 'convex-vue'

export default defineNuxtPlugin(({ vueApp }) => {
  vueApp.use(convexPlugin, { client: useClientOfQueries() })
})
