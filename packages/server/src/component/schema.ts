import { defineSchema, defineTable } from 'convex/server'
import { v } from 'convex/values'

/** How far a claimed call is. */
export const callState = v.union(
  v.literal('running'),
  v.literal('finished'),
  v.literal('refused'),
  v.literal('failed'),
  v.literal('lost'),
)

/** Whose call it is: the function's name, the user (`null`: not signed in) and the id. */
export const callKey = { action: v.string(), user: v.union(v.string(), v.null()), id: v.string() }

// Times are milliseconds since 1970, on the server's clock.
const expiry = { expiresAt: v.number() }

export default defineSchema({
  // A row for each try. The newest row of a call is the call.
  tries: defineTable(
    v.union(
      // A tombstone: a claim with this try is refused.
      v.object({ try: v.string(), state: v.literal('sealed'), ...expiry }),
      v.object({
        try: v.string(),
        ...callKey,
        // Compares arguments without keeping them.
        mac: v.string(),
        state: callState,
        // When its handler was last known to run.
        beatAt: v.number(),
        // Whether `watch` is scheduled for it.
        watched: v.optional(v.boolean()),
        // JSON of the result, or of the error's data. Absent where it could not be kept.
        value: v.optional(v.string()),
        ...expiry,
      }),
    ),
  )
    .index('by_try', ['try'])
    .index('by_call', ['action', 'user', 'id'])
    .index('by_expiresAt', ['expiresAt']),
  // One row while `forget` is scheduled: when it is due.
  sweeps: defineTable({ due: v.number() }),
})
