/**
 * Running an action's side effect once per call id, however often the action is called.
 *
 * A client that lost its connection cannot know whether its action ran, and may call it again with the same id. The
 * first call that arrives runs; a repeat gets the first one's outcome, and waits for it while it is still under way.
 * The record lives in the table `calls`, where mutations make "look and claim" one step that no two calls share.
 *
 * A first try may die (a deployment, a crash), so it only holds a lease: once that has expired, a repeat takes over.
 * Make the lease longer than the side effect can take. Whether a try that died, or that lost the service's answer, had
 * its effect nobody here can know, and the next call with that id runs again. Only the service can tell, which is why it
 * should get the call id too (as `Idempotency-Key`, where it has such a thing).
 */
import { ConvexError, type Value, v } from 'convex/values'
import { internal } from './_generated/api.js'
import { type ActionCtx, internalMutation, type MutationCtx } from './_generated/server.js'

const defaultLeaseMs = 60_000
const rememberMs = 24 * 60 * 60 * 1000
const firstPollMs = 50
const slowestPollMs = 1000

const outcome = v.union(
  v.object({ kind: v.literal('succeeded'), result: v.any() }),
  v.object({ kind: v.literal('refused'), reason: v.string() }),
)

/** The columns of the table `calls`, which needs an index `by_key` on `key`. */
export const callFields = {
  key: v.string(),
  fingerprint: v.string(),
  leaseUntil: v.number(),
  leaseHolder: v.string(),
  outcome: v.optional(outcome),
}

// By this `calls.once` knows a refusal too.
const refusal = Symbol.for('convex-action.refusal')

/** A failure that is an answer: it is remembered, and every repeat of the call gets it too. */
export class Refusal extends ConvexError<string> {
  readonly [refusal] = true
}

/**
 * Runs `effect` unless a call of this name and id ran before; then answers with what that one came to.
 *
 * A `Refusal` is remembered like a result. Any other error is not: the next call with this id runs again.
 *
 * @param call `id`: absent, everything simply runs. `args`: what the id stands for. `leaseMs`: how long a try may
 * take before a repeat assumes it dead, 60 seconds by default. `shared`: the id is the same thing for all users, such as
 * an order's; by default each user has ids of their own
 * @throws a ConvexError when the id was used with other arguments before, and whatever `effect` throws
 */
export async function runOnce<Result extends Value>(
  ctx: ActionCtx,
  call: { name: string; id: string | undefined; args: Value; leaseMs?: number; shared?: boolean },
  effect: () => Promise<Result>,
): Promise<Result> {
  if (call.id === undefined) return effect()
  const user = call.shared ? null : await ctx.auth.getUserIdentity()
  const key = JSON.stringify([call.name, user?.tokenIdentifier ?? null, call.id])
  const leaseHolder = crypto.randomUUID()
  const fingerprint = await digest(JSON.stringify(call.args))
  const leaseMs = call.leaseMs ?? defaultLeaseMs

  for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * 2, slowestPollMs)) {
    const claim = await ctx.runMutation(internal.idempotency.claim, {
      key,
      fingerprint,
      leaseHolder,
      leaseMs,
    })
    if (claim.kind === 'mismatch') throw new ConvexError('This call id was already used for something else.')
    if (claim.kind === 'finished') return conclude(claim.outcome)
    if (claim.kind === 'claimed') break
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }

  let ended: typeof outcome.type
  try {
    ended = { kind: 'succeeded', result: await effect() }
  } catch (error) {
    if (!(error instanceof Refusal)) {
      await ctx.runMutation(internal.idempotency.release, { key, leaseHolder })
      throw error
    }
    ended = { kind: 'refused', reason: error.data }
  }
  return conclude(await ctx.runMutation(internal.idempotency.finish, { key, outcome: ended }))
}

function conclude<Result>(ended: typeof outcome.type): Result {
  if (ended.kind === 'refused') throw new Refusal(ended.reason)
  return ended.result
}

/** Claims a call for one try, or says what became of it. */
export const claim = internalMutation({
  args: { key: v.string(), fingerprint: v.string(), leaseHolder: v.string(), leaseMs: v.number() },
  returns: v.union(
    v.object({ kind: v.union(v.literal('claimed'), v.literal('running'), v.literal('mismatch')) }),
    v.object({ kind: v.literal('finished'), outcome }),
  ),
  handler: async (ctx, { key, fingerprint, leaseHolder, leaseMs }) => {
    const known = await find(ctx, key)
    const lease = { leaseHolder, leaseUntil: Date.now() + leaseMs }
    if (!known) {
      await ctx.db.insert('calls', { key, fingerprint, ...lease })
      await ctx.scheduler.runAfter(rememberMs, internal.idempotency.forget, { key })
      return { kind: 'claimed' as const }
    }
    if (known.fingerprint !== fingerprint) return { kind: 'mismatch' as const }
    if (known.outcome) return { kind: 'finished' as const, outcome: known.outcome }
    if (known.leaseUntil > Date.now()) return { kind: 'running' as const }
    await ctx.db.patch(known._id, lease)
    return { kind: 'claimed' as const }
  },
})

/** Remembers how a call ended. The first to finish is right: a try that was thought dead may come in later. */
export const finish = internalMutation({
  args: { key: v.string(), outcome },
  returns: outcome,
  handler: async (ctx, { key, outcome }) => {
    const known = await find(ctx, key)
    if (!known) return outcome
    if (known.outcome) return known.outcome
    await ctx.db.patch(known._id, { outcome })
    return outcome
  },
})

/** Gives a failed try's claim back, so that the next one need not wait for the lease to expire. */
export const release = internalMutation({
  args: { key: v.string(), leaseHolder: v.string() },
  returns: v.null(),
  handler: async (ctx, { key, leaseHolder }) => {
    const known = await find(ctx, key)
    if (known && !known.outcome && known.leaseHolder === leaseHolder) await ctx.db.delete(known._id)
    return null
  },
})

/** Forgets a call that nobody will repeat any more. */
export const forget = internalMutation({
  args: { key: v.string() },
  returns: v.null(),
  handler: async (ctx, { key }) => {
    const known = await find(ctx, key)
    if (known) await ctx.db.delete(known._id)
    return null
  },
})

function find(ctx: MutationCtx, key: string) {
  return ctx.db
    .query('calls')
    .withIndex('by_key', (q) => q.eq('key', key))
    .unique()
}

// Arguments may hold what a database should not keep, such as a card's token.
async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
