import { defineComponent } from 'convex/server'

/** The component `calls`: remembers what became of the calls of an app's actions. Used as `app.use(calls)`. */
export default defineComponent('calls')
