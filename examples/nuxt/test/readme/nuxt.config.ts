// nuxt.config.ts
export default defineNuxtConfig({
  modules: ['@convex-action/nuxt'],
})
