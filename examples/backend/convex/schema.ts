import { defineSchema, defineTable } from 'convex/server'
import { v } from 'convex/values'
import { dimensions } from './embedding.js'
import { callFields } from './idempotency.js'

/** An item of an order. `price` is in cents. */
export const item = v.object({ name: v.string(), quantity: v.number(), price: v.number() })

/** The answer of the data service. */
export const summary = { count: v.number(), sum: v.number(), mean: v.number() }

export default defineSchema({
  calls: defineTable(callFields).index('by_key', ['key']),
  documents: defineTable({
    title: v.string(),
    text: v.string(),
    embedding: v.array(v.float64()),
  }).vectorIndex('by_embedding', { vectorField: 'embedding', dimensions }),
  emails: defineTable({ messageId: v.string(), to: v.string(), subject: v.string() }),
  // `amount` is in cents. An order with a transaction is paid.
  orders: defineTable({
    items: v.array(item),
    amount: v.number(),
    paymentToken: v.optional(v.string()),
    transactionId: v.optional(v.string()),
  }).index('by_transactionId', ['transactionId']),
  reminders: defineTable({ userId: v.id('users'), text: v.string() }),
  reportProgress: defineTable({
    callId: v.string(),
    done: v.number(),
    of: v.number(),
    label: v.string(),
  }).index('by_callId', ['callId']),
  results: defineTable(summary),
  // `subject` is the identity provider's name for the user.
  users: defineTable({
    subject: v.string(),
    name: v.string(),
    email: v.string(),
    welcomedAt: v.optional(v.number()),
  }).index('by_subject', ['subject']),
})
