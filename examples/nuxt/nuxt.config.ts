import { fileURLToPath } from 'node:url'

export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  telemetry: false,
  // The deployment; NUXT_PUBLIC_CONVEX_URL names it when the server starts.
  runtimeConfig: { public: { convexUrl: '' } },
  alias: { '~': fileURLToPath(new URL('../backend', import.meta.url)) },
  css: [fileURLToPath(new URL('../shared/style.css', import.meta.url))],
  app: {
    head: {
      htmlAttrs: { lang: 'en' },
      title: 'A report with Nuxt',
      link: [{ rel: 'icon', href: '/icon.svg' }],
    },
  },
})
