import {
  componentsGeneric,
  internalMutationGeneric as internalMutation,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server'
import { v } from 'convex/values'

// biome-ignore lint/suspicious/noExplicitAny: without code generation nothing is known of what a component uses
const { journal } = componentsGeneric() as any

export const read = query({
  args: { name: v.string() },
  returns: v.number(),
  handler: async (ctx, { name }) => (await rowOf(ctx, name))?.value ?? 0,
})

export const add = mutation({
  args: { name: v.string() },
  returns: v.number(),
  handler: (ctx, { name }) => increment(ctx, name),
})

export const addThenThrow = mutation({
  args: { name: v.string() },
  returns: v.null(),
  handler: async (ctx, { name }) => {
    await increment(ctx, name)
    throw new Error('after writing')
  },
})

export const addLater = mutation({
  args: { name: v.string(), afterMs: v.number() },
  returns: v.null(),
  handler: async (ctx, { name, afterMs }) => {
    await ctx.scheduler.runAfter(afterMs, makeFunctionReference<'mutation'>('lib:addByItself'), { name })
    return null
  },
})

export const addByItself = internalMutation({
  args: { name: v.string() },
  returns: v.number(),
  handler: (ctx, { name }) => increment(ctx, name),
})

export const addAndWrite = mutation({
  args: { name: v.string() },
  returns: v.null(),
  handler: async (ctx, { name }) => {
    await increment(ctx, name)
    await ctx.runMutation(journal.lines.write, { text: name })
    return null
  },
})

export const whoAmI = query({
  args: {},
  returns: v.union(v.string(), v.null()),
  handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? null,
})

// biome-ignore lint/suspicious/noExplicitAny: untyped functions have an untyped database
function rowOf(ctx: any, name: string) {
  // biome-ignore lint/suspicious/noExplicitAny: see above
  const byName = (q: any) => q.eq('name', name)
  return ctx.db.query('tallies').withIndex('by_name', byName).unique()
}

// biome-ignore lint/suspicious/noExplicitAny: see above
async function increment(ctx: any, name: string): Promise<number> {
  const row = await rowOf(ctx, name)
  const value = (row?.value ?? 0) + 1
  if (row) await ctx.db.patch(row._id, { value })
  else await ctx.db.insert('tallies', { name, value })
  return value
}
