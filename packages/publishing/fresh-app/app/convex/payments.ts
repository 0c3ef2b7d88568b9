import { v } from 'convex/values'
import { action } from './_generated/server'
import { calls } from './calls'

export const charge = action(
  calls.once({
    args: { amount: v.number(), token: v.string() },
    returns: v.object({ transactionId: v.string() }),
    handler: async (_ctx, { amount, token }) => ({ transactionId: `${token}: ${amount}` }),
  }),
)

export const unguarded = action({
  args: { amount: v.number() },
  returns: v.null(),
  handler: async () => null,
})
