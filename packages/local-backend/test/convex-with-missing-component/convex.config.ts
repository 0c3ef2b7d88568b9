import { defineApp } from 'convex/server'
// @ts-expect-error: there is none
import nowhere from './nowhere/convex.config.js'

const app = defineApp()
app.use(nowhere)
export default app
