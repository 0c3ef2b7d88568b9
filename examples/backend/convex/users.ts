import { ConvexError, v } from 'convex/values'
import { action, internalMutation, internalQuery, mutation, query } from './_generated/server.js'
import schema from './schema.js'

/** Returns a user, or `null` if the user is deleted. */
export const get = internalQuery({
  args: { id: v.id('users') },
  returns: v.union(schema.doc('users'), v.null()),
  handler: (ctx, { id }) => ctx.db.get(id),
})

/** Returns the first twenty users, without their addresses. */
export const list = query({
  args: {},
  returns: v.array(
    v.object({ _id: v.id('users'), name: v.string(), welcomedAt: v.union(v.number(), v.null()) }),
  ),
  handler: async (ctx) => {
    const users = await ctx.db.query('users').take(20)
    return users.map(({ _id, name, welcomedAt = null }) => ({ _id, name, welcomedAt }))
  },
})

/** Records that a user was welcomed. */
export const markWelcomed = internalMutation({
  args: { id: v.id('users') },
  returns: v.null(),
  handler: async (ctx, { id }) => {
    if (await ctx.db.get(id)) await ctx.db.patch(id, { welcomedAt: Date.now() })
    return null
  },
})

/** Returns who is signed in, from the token that the client sent. */
export const whoAmI = action({
  args: {},
  returns: v.object({ name: v.string(), email: v.union(v.string(), v.null()) }),
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity()
    if (!identity) throw new ConvexError('Sign in first.')
    return { name: identity.name ?? identity.subject, email: identity.email ?? null }
  },
})

/** Changes the name of the signed-in user. It only writes to the database, so it is a mutation. */
export const updateProfile = mutation({
  args: { name: v.string() },
  returns: v.null(),
  handler: async (ctx, { name }) => {
    const identity = await ctx.auth.getUserIdentity()
    if (!identity) throw new ConvexError('Sign in first.')
    if (name.trim() === '') throw new ConvexError('A name cannot be empty.')
    // There is only one issuer, so the subject identifies the user.
    const user = await ctx.db
      .query('users')
      .withIndex('by_subject', (q) => q.eq('subject', identity.subject))
      .unique()
    if (!user) throw new ConvexError('You have no profile here.')
    await ctx.db.patch(user._id, { name: name.trim() })
    return null
  },
})
