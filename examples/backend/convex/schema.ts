import { defineSchema, defineTable } from 'convex/server'
import { v } from 'convex/values'
import { callFields } from './idempotency.js'

export default defineSchema({
  emails: defineTable({ messageId: v.string(), to: v.string(), subject: v.string() }),
  reportProgress: defineTable({
    callId: v.string(),
    done: v.number(),
    of: v.number(),
    label: v.string(),
  }).index('by_callId', ['callId']),
  calls: defineTable(callFields).index('by_key', ['key']),
})
