import '../../shared/style.css'
import '../../shared/site/show-code.js'
import { convexPlugin } from '@convex-action/vue'
import { ConvexClient } from 'convex/browser'
import { createApp } from 'vue'
import { clientOptions } from '../../shared/client.js'
import App from './App.vue'
import { observer } from './observer.js'
import { user } from './user.js'

const url = import.meta.env.VITE_CONVEX_URL

if (url)
  createApp(App)
    .use(convexPlugin, { client: new ConvexClient(url, clientOptions), identity: () => user.value, observer })
    .mount('#app')
else document.body.textContent = 'No deployment is set: run "npm run demo", or set VITE_CONVEX_URL.'
