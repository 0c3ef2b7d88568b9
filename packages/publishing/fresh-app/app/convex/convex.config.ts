import calls from '@convex-action/server/convex.config'
import { defineApp } from 'convex/server'

const app = defineApp()
app.use(calls)
export default app
