export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  telemetry: false,
  modules: ['@convex-action/nuxt'],
  app: { head: { link: [{ rel: 'icon', href: 'data:,' }] } },
})
