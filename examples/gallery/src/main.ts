import '../../shared/style.css'
import './gallery.css'
import './timeline/timeline.css'
import { convexPlugin } from '@convex-action/vue'
import { ConvexClient } from 'convex/browser'
import { createApp } from 'vue'
import { clientOptions } from '../../shared/client.js'
import App from './App.vue'
import { noteLosses } from './losses.js'
import { user } from './session.js'
import { interpreter } from './timeline/inspection.js'

const url = import.meta.env.VITE_CONVEX_URL

if (url) {
  const client = new ConvexClient(url, clientOptions)
  noteLosses(client)
  createApp(App)
    .use(convexPlugin, {
      client,
      identity: () => user.value,
      interpreter,
    })
    .mount('#app')
} else document.body.textContent = 'No deployment is set: run "npm run demo", or set VITE_CONVEX_URL.'
