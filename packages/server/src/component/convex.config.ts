import { defineComponent } from 'convex/server'

/**
 * The component `calls`. It remembers what happened to the calls of an app's actions. Install it with
 * `app.use(calls)`.
 */
export default defineComponent('calls')
