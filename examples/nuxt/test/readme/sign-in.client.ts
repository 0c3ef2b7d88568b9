// app/plugins/convex.client.ts
export default defineNuxtPlugin(() => {
  useConvexClient().setAuth(fetchToken)
})
