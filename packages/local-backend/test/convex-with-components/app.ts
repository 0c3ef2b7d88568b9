import {
  actionGeneric as action,
  componentsGeneric,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server'
import { v } from 'convex/values'

// biome-ignore lint/suspicious/noExplicitAny: without code generation nothing is known of the components
const { tally, other } = componentsGeneric() as any

const args = { name: v.string() }

export const read = query({
  args,
  handler: (ctx, args): Promise<number> => ctx.runQuery(tally.lib.read, args),
})

export const readOther = query({
  args,
  handler: (ctx, args): Promise<number> => ctx.runQuery(other.lib.read, args),
})

export const add = mutation({
  args,
  handler: (ctx, args): Promise<number> => ctx.runMutation(tally.lib.add, args),
})

export const addInAction = action({
  args,
  handler: async (ctx, args): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return ctx.runMutation(tally.lib.add, args)
  },
})

export const addThenThrow = mutation({
  args,
  handler: (ctx, args): Promise<null> => ctx.runMutation(tally.lib.addThenThrow, args),
})

export const addLater = mutation({
  args: { ...args, afterMs: v.number() },
  handler: (ctx, args): Promise<null> => ctx.runMutation(tally.lib.addLater, args),
})

export const addAndWrite = mutation({
  args,
  handler: (ctx, args): Promise<null> => ctx.runMutation(tally.lib.addAndWrite, args),
})

export const addWrong = mutation({
  args: {},
  handler: (ctx): Promise<number> => ctx.runMutation(tally.lib.add, { name: 1 }),
})

export const whoAmI = query({
  args: {},
  handler: async (ctx): Promise<(string | null)[]> => [
    (await ctx.auth.getUserIdentity())?.subject ?? null,
    await ctx.runQuery(tally.lib.whoAmI, {}),
  ],
})
