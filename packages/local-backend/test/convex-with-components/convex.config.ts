import { defineApp } from 'convex/server'
import tally from './tally/convex.config.js'

const app = defineApp()
app.use(tally)
app.use(tally, { name: 'other' })
export default app
