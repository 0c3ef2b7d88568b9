import { ConvexError, v } from 'convex/values'
import { internal } from './_generated/api.js'
import { action, internalMutation, query } from './_generated/server.js'
import { runOnce } from './idempotency.js'

const longest = 3600

/**
 * Schedules a reminder for a user in some seconds. With a call id it is scheduled once, however often this action is
 * called.
 */
export const schedule = action({
  args: { userId: v.id('users'), seconds: v.number(), callId: v.optional(v.string()) },
  returns: v.object({ dueAt: v.number() }),
  handler: async (ctx, { userId, seconds, callId }): Promise<{ dueAt: number }> => {
    if (!(seconds >= 1 && seconds <= longest)) {
      throw new ConvexError(`Choose between 1 and ${longest} seconds.`)
    }
    const user = await ctx.runQuery(internal.users.get, { id: userId })
    if (!user) throw new ConvexError('This user does not exist any more.')
    const call = { name: 'reminders.schedule', id: callId, args: { userId, seconds } }
    return runOnce(ctx, call, async () => {
      const dueAt = Date.now() + seconds * 1000
      await ctx.scheduler.runAfter(seconds * 1000, internal.reminders.send, { userId })
      return { dueAt }
    })
  },
})

/** Reminds a user, if the user still exists. `list` shows the reminder. */
export const send = internalMutation({
  args: { userId: v.id('users') },
  returns: v.null(),
  handler: async (ctx, { userId }) => {
    const user = await ctx.db.get(userId)
    if (user) await ctx.db.insert('reminders', { userId, text: `${user.name}, this is your reminder.` })
    return null
  },
})

/** Returns the ten newest sent reminders. */
export const list = query({
  args: {},
  returns: v.array(v.object({ _id: v.id('reminders'), text: v.string(), sentAt: v.number() })),
  handler: async (ctx) => {
    const reminders = await ctx.db.query('reminders').order('desc').take(10)
    return reminders.map(({ _id, text, _creationTime }) => ({ _id, text, sentAt: _creationTime }))
  },
})
