import { actionGeneric as action } from 'convex/server'
import { ConvexError, v } from 'convex/values'

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
