import {
  actionGeneric as action,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server'
import { ConvexError, v } from 'convex/values'

const calls = new Map<string, number>()
const noteStep = makeFunctionReference<'mutation', { callId: string; step: string }>('emails:note')

/** Accepts an e-mail, unless it is for nobody. */
export const send = action({
  args: { to: v.string() },
  handler: async (_ctx, { to }) => {
    if (to === 'nobody') throw new ConvexError('There is no such address.')
    return { messageId: `to-${to}` }
  },
})

/** Never answers. */
export const hang = action({ args: {}, handler: () => new Promise<null>(() => {}) })

/** Answers only a repeated call: the first call with an id never ends. */
export const deliver = action({
  args: { to: v.string(), callId: v.string() },
  handler: async (ctx, { callId }) => {
    const count = (calls.get(callId) ?? 0) + 1
    calls.set(callId, count)
    await ctx.runMutation(noteStep, { callId, step: count > 1 ? 'handed over' : 'at the door' })
    if (count === 1) await new Promise(() => {})
    return { callId, calls: count }
  },
})

/** Records the progress of a delivery. */
export const note = mutation({
  args: { callId: v.string(), step: v.string() },
  handler: async (ctx, step) => {
    await ctx.db.insert('steps', step)
    return null
  },
})

/** Returns the progress of a delivery. */
export const step = query({
  args: { callId: v.string() },
  handler: async (ctx, { callId }): Promise<{ step: string } | null> => {
    const steps = await ctx.db.query('steps').collect()
    const last = steps.findLast((step) => step.callId === callId)
    return last ? { step: last.step } : null
  },
})

/** Returns the caller. */
export const whoami = action({
  args: {},
  handler: async (ctx) => ({ user: (await ctx.auth.getUserIdentity())?.subject }),
})
