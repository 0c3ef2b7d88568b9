import {
  actionGeneric,
  type FunctionReference,
  internalMutationGeneric,
  makeFunctionReference,
  queryGeneric,
} from 'convex/server'
import { v } from 'convex/values'

type Step = { callId: string; step: number }
const noteStep = makeFunctionReference('calls:note') as unknown as FunctionReference<
  'mutation',
  'internal',
  Step
>

/** Takes three steps, and notes each. */
export const walk = actionGeneric({
  args: { callId: v.string() },
  returns: v.string(),
  handler: async (ctx, { callId }) => {
    for (const step of [1, 2, 3]) await ctx.runMutation(noteStep, { callId, step })
    return callId
  },
})

/** The newest step of a call. */
export const progress = queryGeneric({
  args: { callId: v.string() },
  returns: v.number(),
  handler: async (ctx, { callId }) => {
    const steps = await ctx.db
      .query('steps')
      .withIndex('by_callId', (q) => q.eq('callId', callId))
      .collect()
    return steps.length
  },
})

/** A query that fails. */
export const broken = queryGeneric({
  args: { callId: v.string() },
  returns: v.number(),
  handler: async () => {
    throw new Error('from the query')
  },
})

export const note = internalMutationGeneric({
  args: { callId: v.string(), step: v.number() },
  returns: v.null(),
  handler: async (ctx, step) => {
    await ctx.db.insert('steps', step)
    return null
  },
})

/** Who the caller is. */
export const whoami = actionGeneric({
  args: {},
  returns: v.union(v.string(), v.null()),
  handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? null,
})
