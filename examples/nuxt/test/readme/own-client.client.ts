// app/plugins/convex.client.ts
import { ConvexClient } from 'convex/browser'

export default defineNuxtPlugin(({ vueApp }) => {
  const client = new ConvexClient('https://happy-otter-123.convex.cloud', { unsavedChangesWarning: false })
  vueApp.use(convexPlugin, { client, observer: createActionObserver() })
})
