import { defineSchema, defineTable } from 'convex/server'
import { v } from 'convex/values'

export default defineSchema({
  orders: defineTable({ item: v.string() }),
  steps: defineTable({ callId: v.string(), step: v.number() }).index('by_callId', ['callId']),
})
