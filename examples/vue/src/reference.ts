import '../../shared/style.css'
import { convexPlugin, isActionError } from '@convex-action/vue'
import { ConvexClient } from 'convex/browser'
import { createApp } from 'vue'
import { clientOptions } from '../../shared/client.js'
import Attempt from './Attempt.vue'
import Reference from './Reference.vue'

const url = import.meta.env.VITE_CONVEX_URL

if (url) {
  const app = createApp(Reference).use(convexPlugin, { client: new ConvexClient(url, clientOptions) })
  // What a component of the documentation lacks is given to it, as its script stands as it is.
  app.component('Attempt', Attempt)
  // A handler that returns the promise of `execute` gives its rejection to Vue, but the page shows that error already.
  app.config.errorHandler = (error) => {
    if (!isActionError(error)) reportError(error)
  }
  app.mount('#app')
} else {
  document.body.textContent = 'No deployment is set: run "npm run demo", or set VITE_CONVEX_URL.'
}
