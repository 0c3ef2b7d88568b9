import { ConvexError, v } from 'convex/values'
import { internal } from './_generated/api.js'
import { action, internalMutation, internalQuery, mutation, query } from './_generated/server.js'
import { runOnce } from './idempotency.js'
import schema, { item } from './schema.js'

const shown = { _id: v.id('orders'), items: v.array(item), amount: v.number() }

/** Returns an order, or `null` if it is deleted. */
export const get = internalQuery({
  args: { id: v.id('orders') },
  returns: v.union(schema.doc('orders'), v.null()),
  handler: (ctx, { id }) => ctx.db.get(id),
})

/** Returns the unpaid orders, oldest first, at most twenty. `amount` is in cents. */
export const listOpen = query({
  args: {},
  returns: v.array(v.object(shown)),
  handler: async (ctx) => {
    const orders = await ctx.db
      .query('orders')
      .withIndex('by_transactionId', (q) => q.eq('transactionId', undefined))
      .take(20)
    return orders.map(({ _id, items, amount }) => ({ _id, items, amount }))
  },
})

/** Returns the ten newest paid orders. `amount` is in cents. */
export const listPaid = query({
  args: {},
  returns: v.array(v.object({ ...shown, transactionId: v.string() })),
  handler: async (ctx) => {
    const orders = await ctx.db
      .query('orders')
      .order('desc')
      .filter((q) => q.neq(q.field('transactionId'), undefined))
      .take(10)
    return orders.map(({ _id, items, amount, transactionId = '' }) => ({ _id, items, amount, transactionId }))
  },
})

/**
 * Pays an order with the card it was placed with. The order is paid once, whoever pays and however often: all callers
 * get the same transaction. So it is the order that makes two calls one payment, not the call id.
 */
export const pay = action({
  args: { orderId: v.id('orders'), callId: v.optional(v.string()) },
  returns: v.object({ transactionId: v.string() }),
  handler: (ctx, { orderId }): Promise<{ transactionId: string }> =>
    runOnce(ctx, { name: 'orders.pay', id: orderId, args: { orderId }, shared: true }, async () => {
      const order = await ctx.runQuery(internal.orders.get, { id: orderId })
      if (!order) throw new ConvexError('This order does not exist any more.')
      // A separate action and not a helper, so that a scheduler can run it too.
      const payment = await ctx.runAction(internal.payments.processPayment, {
        orderId,
        amount: order.amount,
      })
      // Not a Refusal: a Refusal would be remembered, and the order could not be paid with another card.
      if (payment.transactionId === undefined) throw new ConvexError(payment.reason ?? 'The payment failed.')
      return { transactionId: payment.transactionId }
    }),
})

/** Records that an order was paid. */
export const markPaid = internalMutation({
  args: { orderId: v.id('orders'), transactionId: v.string() },
  returns: v.null(),
  handler: async (ctx, { orderId, transactionId }) => {
    await ctx.db.patch(orderId, { transactionId })
    return null
  },
})

/** Saves a purchase once per transaction. A repeat returns the existing order. */
export const create = mutation({
  args: { items: v.array(item), transactionId: v.string() },
  returns: v.id('orders'),
  handler: async (ctx, { items, transactionId }) => {
    const known = await ctx.db
      .query('orders')
      .withIndex('by_transactionId', (q) => q.eq('transactionId', transactionId))
      .unique()
    if (known) return known._id
    if (items.length === 0) throw new ConvexError('The cart is empty.')
    if (!items.every(({ quantity }) => Number.isInteger(quantity) && quantity > 0)) {
      throw new ConvexError('A quantity must be a whole number above zero.')
    }
    const amount = items.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
    return ctx.db.insert('orders', { items, amount, transactionId })
  },
})
