export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  telemetry: false,
  // NUXT_PUBLIC_CONVEX_URL names the deployment when the server starts.
  runtimeConfig: { public: { convexUrl: '' } },
  app: { head: { link: [{ rel: 'icon', href: 'data:,' }] } },
})
