import { defineSchema, defineTable } from 'convex/server'
import { v } from 'convex/values'

/** The state of a claimed call. */
export const callState = v.union(
  v.literal('running'),
  v.literal('finished'),
  v.literal('refused'),
  v.literal('failed'),
  v.literal('lost'),
)

/** The identity of a call: the function's name, the user (`null` if not signed in) and the id. */
export const callKey = { action: v.string(), user: v.union(v.string(), v.null()), id: v.string() }

// Times are milliseconds since 1970, on the server's clock.
const expiry = { expiresAt: v.number() }

/** The tables of the component. A test registers them with convex-test. */
export default defineSchema({
  // One row per try. The newest row of a call is the state of the call.
  tries: defineTable(
    v.union(
      // A tombstone: a claim with this try is refused.
      v.object({ try: v.string(), state: v.literal('sealed'), ...expiry }),
      v.object({
        try: v.string(),
        ...callKey,
        // A fingerprint to compare arguments without storing them.
        mac: v.string(),
        state: callState,
        // When the handler was last known to be running.
        beatAt: v.number(),
        // Whether `watch` is scheduled for it.
        watched: v.optional(v.boolean()),
        // The JSON of the result or of the error data. Absent if it could not be stored.
        value: v.optional(v.string()),
        ...expiry,
      }),
    ),
  )
    .index('by_try', ['try'])
    .index('by_call', ['action', 'user', 'id'])
    .index('by_expiresAt', ['expiresAt']),
  // One row while `forget` is scheduled, with its due time.
  sweeps: defineTable({ due: v.number() }),
})
