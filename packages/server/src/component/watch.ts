import { v } from 'convex/values'
import { internal } from './_generated/api.js'
import { internalMutation } from './_generated/server.js'
import { isClaim, lostIfSilent, rowOf, silence } from './rows.js'

/**
 * Marks a call as lost once its handler has not responded for 60 seconds, for pages that follow it. Otherwise it
 * checks again later.
 */
export const watch = internalMutation({
  args: { try: v.string() },
  returns: v.null(),
  handler: async (ctx, args) => {
    const row = await rowOf(ctx, args.try)
    if (!row || !isClaim(row)) return null
    const { state, beatAt } = await lostIfSilent(ctx, row)
    if (state === 'running') await ctx.scheduler.runAt(beatAt + silence, internal.watch.watch, args)
    return null
  },
})
