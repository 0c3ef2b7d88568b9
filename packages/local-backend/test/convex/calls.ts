import {
  actionGeneric as action,
  internalActionGeneric as internalAction,
  makeFunctionReference,
  queryGeneric as query,
} from 'convex/server'
import { ConvexError, type Value, v } from 'convex/values'

const refuseReference = makeFunctionReference<'action', { what: string }>('calls:refuseInternally')

export const echo = action({
  args: { value: v.any() },
  returns: v.any(),
  handler: async (_ctx, { value }) => value,
})

export const secret = internalAction({ args: {}, handler: async () => 'secret' })

export const refuseInternally = internalAction({
  args: { what: v.string() },
  handler: async (_ctx, { what }) => {
    throw new ConvexError({ refused: what })
  },
})

export const relay = action({
  args: { what: v.string() },
  handler: async (ctx, args) => {
    await ctx.runAction(refuseReference, args)
  },
})

export const greet = action({
  args: { name: v.string(), age: v.optional(v.number()) },
  returns: v.string(),
  handler: async (_ctx, { name }) => {
    console.log('greeting', name)
    return `Hello, ${name}`
  },
})

export const fail = action({
  args: {},
  handler: async () => {
    throw new Error('the disk is full')
  },
})

export const failInQuery = query({
  args: {},
  handler: async () => {
    throw new ConvexError('not for you')
  },
})

export const refuse = action({
  args: {},
  handler: async () => {
    throw new ConvexError({ code: 'declined', amount: 12n })
  },
})

export const returnWrong = action({
  args: {},
  returns: v.object({ id: v.string() }),
  handler: async () => ({ id: 1 }) as unknown as { id: string },
})

const strange: Record<string, () => unknown> = {
  nothing: () => undefined,
  'an object without a prototype': () => Object.create(null),
  'an error whose message cannot be read': () =>
    Object.defineProperty(new Error(), 'message', {
      get: () => {
        throw new Error('no')
      },
    }),
  'a ConvexError whose data cannot be sent': () => new ConvexError(new Date() as never),
  'a ConvexError whose data is nested too deeply': () => new ConvexError(nested(2000)),
  'a revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  },
}

export const throwStrange = action({
  args: { what: v.string() },
  handler: async (_ctx, { what }) => {
    throw strange[what]?.()
  },
})

export const returnNested = action({
  args: { levels: v.number() },
  returns: v.any(),
  handler: async (_ctx, { levels }) => nested(levels),
})

function nested(levels: number): Value {
  let value: Value = 0
  for (let level = 0; level < levels; level++) value = [value]
  return value
}

export const identity = action({
  args: {},
  returns: v.any(),
  handler: (ctx) => ctx.auth.getUserIdentity(),
})

export const whoAmI = action({
  args: {},
  returns: v.union(v.string(), v.null()),
  handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? null,
})

export const whoAmIQuery = query({
  args: {},
  returns: v.union(v.string(), v.null()),
  handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? null,
})
