import { ConvexClient } from 'convex/browser'

export default defineNuxtPlugin(({ vueApp, $config }) => {
  const client = new ConvexClient($config.public.convex.url)
  vueApp.use(convexPlugin, { client, observer: createActionObserver() })
})
