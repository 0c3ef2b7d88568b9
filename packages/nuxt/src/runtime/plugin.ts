import { convexPlugin } from '@convex-action/vue'
import { defineNuxtPlugin, type Plugin } from '#app'
import { clientOf, isProvided } from './client.js'

/** Gives the components of a browser the client of the module, unless a plugin of the app gave them another. */
const plugin: Plugin = defineNuxtPlugin({
  name: 'convex-action',
  setup(nuxtApp) {
    // By then every plugin of the app has run.
    nuxtApp.hook('app:created', (app) => {
      if (isProvided(nuxtApp)) return
      app.use(convexPlugin, {
        get client() {
          return clientOf(nuxtApp)
        },
      })
    })
  },
})

export default plugin
