import {
  actionGeneric as action,
  internalMutationGeneric as internalMutation,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server'
import { v } from 'convex/values'

const addReference = makeFunctionReference<'mutation', { name: string }, number>('counters:addInternally')
const addAsNobodyReference = makeFunctionReference<'mutation', { name: string }, number>(
  'counters:addAsNobody',
)

export const get = query({
  args: { name: v.string() },
  returns: v.number(),
  handler: async (ctx, { name }) => {
    const counter = await ctx.db
      .query('counters')
      .filter((q) => q.eq(q.field('name'), name))
      .unique()
    return counter?.value ?? 0
  },
})

export const add = mutation({
  args: { name: v.string() },
  returns: v.number(),
  handler: (ctx, { name }) => increment(ctx, name),
})

export const addInternally = internalMutation({
  args: { name: v.string() },
  returns: v.number(),
  handler: (ctx, { name }) => increment(ctx, name),
})

export const addSlowly = action({
  args: { name: v.string() },
  returns: v.number(),
  handler: async (ctx, { name }): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, 10))
    return ctx.runMutation(addReference, { name })
  },
})

export const addBoth = mutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await increment(ctx, 'left')
    await increment(ctx, 'right')
    return null
  },
})

export const addLater = mutation({
  args: { name: v.string(), afterMs: v.number() },
  returns: v.null(),
  handler: async (ctx, { name, afterMs }) => {
    await ctx.scheduler.runAfter(afterMs, addReference, { name })
    return null
  },
})

export const scheduleAdd = action({
  args: { name: v.string(), afterMs: v.number() },
  returns: v.null(),
  handler: async (ctx, { name, afterMs }) => {
    await ctx.scheduler.runAfter(afterMs, addAsNobodyReference, { name })
    return null
  },
})

export const addAsNobody = internalMutation({
  args: { name: v.string() },
  returns: v.number(),
  handler: async (ctx, { name }) => {
    if (await ctx.auth.getUserIdentity()) throw new Error('A scheduled function has no user.')
    return increment(ctx, name)
  },
})

export const addThenThrow = mutation({
  args: { name: v.string() },
  returns: v.number(),
  handler: async (ctx, { name }) => {
    await increment(ctx, name)
    throw new Error('after writing')
  },
})

export const addThenReturnWrong = mutation({
  args: { name: v.string() },
  returns: v.string(),
  handler: async (ctx, { name }) => (await increment(ctx, name)) as unknown as string,
})

// biome-ignore lint/suspicious/noExplicitAny: untyped functions have an untyped database
async function increment(ctx: any, name: string): Promise<number> {
  // biome-ignore lint/suspicious/noExplicitAny: see above
  const byName = (q: any) => q.eq('name', name)
  const counter = await ctx.db.query('counters').withIndex('by_name', byName).unique()
  const value = (counter?.value ?? 0) + 1
  if (counter) await ctx.db.patch(counter._id, { value })
  else await ctx.db.insert('counters', { name, value })
  return value
}
