import { v } from 'convex/values'
import { internal } from './_generated/api.js'
import { type MutationCtx, mutation, query } from './_generated/server.js'
import { scheduleForget } from './forget.js'
import { type Claim, isClaim, lostIfSilent, newestOf, rowOf, silence } from './rows.js'
import { callKey, callState } from './schema.js'

const known = v.object({ state: callState, value: v.optional(v.string()) })
const unknown = v.object({
  state: v.literal('unknown'),
  why: v.union(v.literal('age'), v.literal('other'), v.literal('no-try')),
})

/** Claims a call for a try, or reports why the try must not run. */
export const claim = mutation({
  args: {
    ...callKey,
    try: v.string(),
    mac: v.string(),
    repeatable: v.boolean(),
    retain: v.number(),
  },
  returns: v.union(
    known,
    v.object({ state: v.literal('claimed') }),
    v.object({ state: v.union(v.literal('sealed'), v.literal('other-arguments'), v.literal('taken')) }),
  ),
  handler: async (ctx, { repeatable, retain, ...asked }) => {
    const own = await rowOf(ctx, asked.try)
    if (own && !isClaim(own)) return { state: 'sealed' as const }
    const newest = await newestOf(ctx, asked)
    // Each hand-over has a new try, so a try cannot stand for two calls.
    if (own && !isSameCall(own, asked)) return { state: 'other-arguments' as const }
    if (newest) {
      if (newest.mac !== asked.mac) return { state: 'other-arguments' as const }
      const { state, value } = await lostIfSilent(ctx, newest)
      const isFree = state === 'failed' || (state === 'lost' && repeatable)
      // A request that arrives twice gets the same answer as any repeated call. It never runs.
      if (!isFree || own) {
        const isEnded = state === 'finished' || state === 'refused'
        return isEnded && asked.user === null && !own ? { state: 'taken' as const } : { state, value }
      }
    }
    const now = Date.now()
    await ctx.db.insert('tries', { ...asked, state: 'running', beatAt: now, expiresAt: now + retain })
    await scheduleForget(ctx, now + retain)
    return { state: 'claimed' as const }
  },
})

/** Records that the handler of a try is still running. */
export const beat = mutation({
  args: { try: v.string() },
  returns: v.null(),
  handler: async (ctx, args) => {
    const own = await rowOf(ctx, args.try)
    if (!own || !isClaim(own)) return null
    // A handler that was marked as lost is alive, unless another try has taken over.
    const isAlive = own.state === 'running' || (own.state === 'lost' && (await isNewest(ctx, own)))
    if (isAlive) await ctx.db.patch(own._id, { state: 'running', beatAt: Date.now() })
    return null
  },
})

/** Records how the handler of a try ended. The first end is never replaced. */
export const end = mutation({
  args: {
    try: v.string(),
    state: v.union(v.literal('finished'), v.literal('refused'), v.literal('failed')),
    value: v.optional(v.string()),
  },
  returns: v.null(),
  handler: async (ctx, { try: secret, ...ended }) => {
    const own = await rowOf(ctx, secret)
    if (!own || !isClaim(own) || isAnswer(own) || own.state === 'failed') return null
    await ctx.db.patch(own._id, ended)
    // A call that was lost and claimed by another try has finished after all.
    if (own.state === 'lost' && ended.state !== 'failed') {
      const newest = await newestOf(ctx, own)
      if (newest && newest._id !== own._id && !isAnswer(newest)) await ctx.db.patch(newest._id, ended)
    }
    return null
  },
})

/** Reports what happened to a call, and seals the tries that have not claimed it: they never will. */
export const settle = mutation({
  args: { ...callKey, tries: v.array(v.string()), age: v.number(), retain: v.number() },
  returns: v.union(known, unknown, v.object({ state: v.literal('never') })),
  handler: async (ctx, { tries, age, retain, ...asked }) => {
    // A forgotten call must not count as "never ran". NaN is not an age.
    if (!(age >= 0 && age < retain / 2)) return { state: 'unknown' as const, why: 'age' as const }
    const claims: Claim[] = []
    const expiresAt = Date.now() + retain
    for (const secret of new Set(tries)) {
      const row = await rowOf(ctx, secret)
      if (!row) await ctx.db.insert('tries', { try: secret, state: 'sealed', expiresAt })
      else if (isClaim(row)) claims.push(row)
    }
    if (tries.length > 0) await scheduleForget(ctx, expiresAt)
    if (!claims.every((claim) => isSameCall(claim, asked))) {
      return { state: 'unknown' as const, why: 'other' as const }
    }
    const newest = await newestOf(ctx, asked)
    if (!newest) {
      if (tries.length === 0) return { state: 'unknown' as const, why: 'no-try' as const }
      return { state: 'never' as const }
    }
    // A caller who is not signed in must name a try.
    if (asked.user === null && claims.length === 0)
      return { state: 'unknown' as const, why: 'other' as const }
    const { state, value } = await lostIfSilent(ctx, newest)
    if (state === 'running' && !newest.watched) {
      await ctx.scheduler.runAt(newest.beatAt + silence, internal.watch.watch, { try: newest.try })
      await ctx.db.patch(newest._id, { watched: true })
    }
    return { state, value }
  },
})

/** Reports the current state of a call, found by a try or by its name, user and id. */
export const outcome = query({
  args: { ...callKey, action: v.optional(v.string()), try: v.optional(v.string()) },
  returns: v.union(known, unknown),
  handler: async (ctx, { action, user, id, try: secret }) => {
    const row = secret === undefined ? null : await rowOf(ctx, secret)
    const own = row && isClaim(row) && row.user === user && row.id === id ? row : null
    const name = own?.action ?? (user === null ? undefined : action)
    const newest = name === undefined ? null : await newestOf(ctx, { action: name, user, id })
    if (!newest) return { state: 'unknown' as const, why: 'other' as const }
    const { state, value } = newest
    return { state, value }
  },
})

const isAnswer = ({ state }: Claim) => state === 'finished' || state === 'refused'

const isSameCall = (claim: Claim, asked: Pick<Claim, 'action' | 'user' | 'id'>) =>
  claim.action === asked.action && claim.user === asked.user && claim.id === asked.id

async function isNewest(ctx: MutationCtx, claim: Claim): Promise<boolean> {
  return (await newestOf(ctx, claim))?._id === claim._id
}
