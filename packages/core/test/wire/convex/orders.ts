import { mutationGeneric, queryGeneric } from 'convex/server'
import { ConvexError, v } from 'convex/values'

export const create = mutationGeneric({
  args: { item: v.string() },
  returns: v.string(),
  handler: async (ctx, { item }) => {
    if (item === 'nothing') throw new ConvexError('There is nothing to order.')
    await ctx.db.insert('orders', { item })
    return `ordered ${item}`
  },
})

export const items = queryGeneric({
  args: {},
  returns: v.array(v.string()),
  handler: async (ctx) => (await ctx.db.query('orders').collect()).map(({ item }) => item as string),
})
