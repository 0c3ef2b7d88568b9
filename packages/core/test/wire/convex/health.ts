import { actionGeneric, internalActionGeneric, mutationGeneric } from 'convex/server'
import { ConvexError, v } from 'convex/values'

export const ping = actionGeneric({ args: {}, returns: v.string(), handler: async () => 'pong' })

export const echo = actionGeneric({
  args: { value: v.any() },
  returns: v.any(),
  handler: async (_ctx, { value }) => value,
})

export const refuse = actionGeneric({
  args: { data: v.any() },
  returns: v.null(),
  handler: async (_ctx, { data }) => {
    throw new ConvexError(data)
  },
})

export const crash = actionGeneric({
  args: { text: v.string() },
  returns: v.null(),
  handler: async (_ctx, { text }) => {
    throw new Error(text)
  },
})

export const save = mutationGeneric({ args: {}, returns: v.null(), handler: async () => null })

export const hidden = internalActionGeneric({ args: {}, returns: v.null(), handler: async () => null })
