/**
 * Runs the side effect of an action once per call id, however often the action is called.
 *
 * A client that lost its connection does not know whether its action ran, and may call it again with the same id. The
 * first call runs. A repeat gets the outcome of the first call, and waits for it if necessary. The table `calls`
 * holds the record: a mutation checks and claims in one step that no two calls can share.
 *
 * The first try may die (a deployment, a crash), so it only holds a lease. Once the lease has expired, a repeat takes
 * over. Make the lease longer than the side effect can take. If a try died or lost the service's answer, nobody here
 * knows whether it had its effect, and the next call with that id runs again. Only the service knows, so send it the
 * call id too (for example as `Idempotency-Key`).
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

/** The columns of the table `calls`. It needs an index `by_key` on `key`. */
export const callFields = {
  key: v.string(),
  fingerprint: v.string(),
  leaseUntil: v.number(),
  leaseHolder: v.string(),
  outcome: v.optional(outcome),
}

// `calls.once` recognizes refusals by this symbol too.
const refusal = Symbol.for('convex-action.refusal')

/** An error that is an answer. It is remembered, and every repeat of the call gets it too. */
export class Refusal extends ConvexError<string> {
  readonly [refusal] = true
}

/**
 * Runs `effect`, unless a call of this name and id ran before: then it returns the outcome of that call.
 *
 * A `Refusal` is remembered like a result. Other errors are not: the next call with this id runs again.
 *
 * @param call `id`: if it is missing, the effect simply runs. `args`: what the id stands for. `leaseMs`: how long a
 * try may take before a repeat assumes that it is dead, 60 seconds by default. `shared`: whether the id means the
 * same for all users, like an order's id; by default each user has separate ids.
 * @throws `ConvexError` if the id was used with other arguments before. Also whatever `effect` throws.
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

/** Claims a call for a try, or reports what happened to the call. */
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
      const id = await ctx.db.insert('calls', { key, fingerprint, ...lease })
      await ctx.scheduler.runAfter(rememberMs, internal.idempotency.forget, { id })
      return { kind: 'claimed' as const }
    }
    if (known.fingerprint !== fingerprint) return { kind: 'mismatch' as const }
    if (known.outcome) return { kind: 'finished' as const, outcome: known.outcome }
    if (known.leaseUntil > Date.now()) return { kind: 'running' as const }
    await ctx.db.patch(known._id, lease)
    return { kind: 'claimed' as const }
  },
})

/** Records how a call ended. The first end counts: a try that was assumed dead may still finish later. */
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

/** Releases the claim of a failed try, so that the next try need not wait for the lease to expire. */
export const release = internalMutation({
  args: { key: v.string(), leaseHolder: v.string() },
  returns: v.null(),
  handler: async (ctx, { key, leaseHolder }) => {
    const known = await find(ctx, key)
    if (known && !known.outcome && known.leaseHolder === leaseHolder) await ctx.db.delete(known._id)
    return null
  },
})

/** Forgets a call that nobody will repeat. By its row: after a failed try, the key may have a newer one. */
export const forget = internalMutation({
  args: { id: v.id('calls') },
  returns: v.null(),
  handler: async (ctx, { id }) => {
    if (await ctx.db.get(id)) await ctx.db.delete(id)
    return null
  },
})

function find(ctx: MutationCtx, key: string) {
  return ctx.db
    .query('calls')
    .withIndex('by_key', (q) => q.eq('key', key))
    .unique()
}

// Arguments may contain data that a database should not keep, such as a card's token.
async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
