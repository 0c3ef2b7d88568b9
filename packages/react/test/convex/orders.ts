import { actionGeneric as action, mutationGeneric as mutation, queryGeneric as query } from 'convex/server'
import { ConvexError, v } from 'convex/values'

const open = new Set<string>()

/** Places an order, unless it is for nothing. It ends once `letThrough` is called. */
export const place = action({
  args: { item: v.string(), callId: v.string() },
  handler: async (_ctx, { item, callId }) => {
    if (item === 'nothing') throw new ConvexError('There is no such thing.')
    while (!open.has(item)) await new Promise((resolve) => setTimeout(resolve, 5))
    return { item, callId }
  },
})

/** Lets every order of this through, now and later. */
export const letThrough = mutation({
  args: { item: v.string() },
  handler: async (_ctx, { item }) => {
    open.add(item)
    return null
  },
})

/** Records a step of an order. */
export const note = mutation({
  args: { callId: v.string(), step: v.string() },
  handler: async (ctx, { callId, step }) => {
    await ctx.db.insert('steps', { callId, step })
    return null
  },
})

/** Returns the last step of an order. */
export const step = query({
  args: { callId: v.string() },
  handler: async (ctx, { callId }): Promise<{ step: string } | null> => {
    const steps = await ctx.db.query('steps').collect()
    const last = steps.findLast((step) => step.callId === callId)
    return last ? { step: last.step } : null
  },
})

/** Returns who asked for an item. */
export const whoami = action({
  args: { item: v.string() },
  handler: async (ctx) => ({ user: (await ctx.auth.getUserIdentity())?.subject ?? null }),
})
