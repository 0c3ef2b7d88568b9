import { actionGeneric as action, mutationGeneric as mutation, queryGeneric as query } from 'convex/server'
import { v } from 'convex/values'

const gates = new Map<string, { passed: Promise<void>; open(): void }>()
const tries = new Map<string, number>()

function gateOf(name: string) {
  const known = gates.get(name)
  if (known) return known
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  const gate = { passed, open }
  gates.set(name, gate)
  return gate
}

/** Places an order, and returns how often it was called with this id. It ends once the gate of that name is open. */
export const place = action({
  args: { item: v.string(), gate: v.string(), callId: v.string() },
  handler: async (_ctx, { item, gate, callId }) => {
    const calls = (tries.get(callId) ?? 0) + 1
    tries.set(callId, calls)
    await gateOf(gate).passed
    return { item, callId, calls }
  },
})

/** Lets every order pass that waits at this gate, now and later. */
export const open = action({
  args: { gate: v.string() },
  handler: async (_ctx, { gate }) => {
    gateOf(gate).open()
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

/** Returns the caller. It ends once the gate of that name is open. */
export const whoami = action({
  args: { gate: v.string() },
  handler: async (ctx, { gate }) => {
    await gateOf(gate).passed
    return { user: (await ctx.auth.getUserIdentity())?.subject }
  },
})
