import { mutationGeneric as mutation } from 'convex/server'
import { v } from 'convex/values'

export const write = mutation({
  args: { text: v.string() },
  returns: v.null(),
  handler: async (ctx, { text }) => {
    await ctx.db.insert('lines', { text })
    return null
  },
})
