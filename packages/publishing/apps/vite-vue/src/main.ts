import { convexPlugin } from '@convex-action/vue'
import { ConvexClient } from 'convex/browser'
import { createApp } from 'vue'
import Payment from './Payment.vue'

const client = new ConvexClient(import.meta.env.VITE_CONVEX_URL)
createApp(Payment).use(convexPlugin, { client }).mount('#app')
