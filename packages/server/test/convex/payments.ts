import {
  actionGeneric as action,
  type GenericActionCtx,
  type GenericDataModel,
  internalActionGeneric as internalAction,
  makeFunctionReference,
} from 'convex/server'
import { type ObjectType, type PropertyValidators, v } from 'convex/values'
import { calls } from './calls.js'
import { chargeCard } from './service.js'

const args = { amount: v.number(), note: v.optional(v.any()) }

const definition = calls.once({
  args,
  returns: v.any(),
  handler: (_ctx, { amount }, call) => chargeCard(call.id, amount),
})

export const charge = action(definition)
// The same function under a later name.
export const chargeCards = action(definition)

export const chargeAgain = action(
  calls.once({
    args,
    returns: v.any(),
    repeatable: true,
    handler: (_ctx, { amount }, call) => chargeCard(call.id, amount),
  }),
)

export const chargeInSecret = action(
  calls.once({
    args,
    returns: v.any(),
    keepResult: false,
    handler: (_ctx, { amount }, call) => chargeCard(call.id, amount),
  }),
)

export const chargeInternally = internalAction(definition)

const internally = makeFunctionReference<'action'>('payments:chargeInternally')

export const chargeThrough = action({
  args: { amount: v.number(), id: v.string(), try: v.string() },
  returns: v.any(),
  handler: (ctx, { amount, ...call }): Promise<unknown> =>
    ctx.runAction(internally, { amount, call: { ...call, guarded: 1 } }),
})

// A function without the argument `call`.
export const chargeUnguarded = action({
  args: { amount: v.number() },
  returns: v.any(),
  handler: (_ctx, { amount }) => chargeCard('unguarded', amount),
})

// A custom builder, as with convex-helpers: it adds to the context, and takes its own argument.
type Signed = GenericActionCtx<GenericDataModel> & { shop: string }
const shopAction = <Args extends PropertyValidators, Result>(definition: {
  args: Args
  handler: (ctx: Signed, args: ObjectType<Args>) => Promise<Result>
}) =>
  action({
    args: { ...definition.args, shop: v.string() },
    handler: (ctx, { shop, ...args }): Promise<Result> =>
      definition.handler({ ...ctx, shop }, args as unknown as ObjectType<Args>),
  })

export const chargeInShop = shopAction(
  calls.once({
    args: { amount: v.number() },
    handler: async (ctx: Signed, { amount }, call) => ({
      shop: ctx.shop,
      paid: await chargeCard(call.id, amount),
    }),
  }),
)
