import { defineSchema, defineTable } from 'convex/server'
import { v } from 'convex/values'

export default defineSchema({
  steps: defineTable({ callId: v.string(), step: v.number() }).index('by_callId', ['callId']),
})
