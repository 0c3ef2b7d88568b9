import { v } from 'convex/values'
import { internal } from './_generated/api.js'
import { internalMutation } from './_generated/server.js'
import { isClaim, lostIfSilent, rowOf, silence } from './rows.js'

/** Marks a call as lost once its handler has been silent for 60 seconds, for pages that follow it. Else looks again. */
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
