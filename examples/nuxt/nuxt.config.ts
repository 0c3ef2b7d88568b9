import { fileURLToPath } from 'node:url'

export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  telemetry: false,
  modules: ['@convex-action/nuxt'],
  // The functions of all examples. In an app of your own the folder is `convex`, and this line is not needed.
  convex: { dir: '../backend/convex' },
  // What the reference components take for given.
  components: [{ path: '../../vue/src', pattern: 'Attempt.vue' }],
  // Types of what only the tests use.
  typescript: { tsConfig: { include: ['../test/types.ts', '../test/own-client/app/**/*'] } },
  css: [fileURLToPath(new URL('../shared/style.css', import.meta.url))],
  app: {
    head: {
      htmlAttrs: { lang: 'en' },
      title: 'A report with Nuxt',
      link: [{ rel: 'icon', href: '/icon.svg' }],
    },
  },
})
