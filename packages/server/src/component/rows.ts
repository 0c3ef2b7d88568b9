import type { Doc } from './_generated/dataModel.js'
import type { MutationCtx, QueryCtx } from './_generated/server.js'

/** A try that claimed a call. */
export type Claim = Extract<Doc<'tries'>, { mac: string }>

/** The identity of a call: the function's name, the user and the id. */
export type CallKey = Pick<Claim, 'action' | 'user' | 'id'>

/** A handler that has not responded for this many milliseconds counts as lost. */
export const silence = 60_000

/** The row of a try: a claim, a tombstone, or `null`. */
export function rowOf(ctx: QueryCtx, secret: string): Promise<Doc<'tries'> | null> {
  return ctx.db
    .query('tries')
    .withIndex('by_try', (q) => q.eq('try', secret))
    .unique()
}

/** The newest claim of a call. Its state is the state of the call. */
export async function newestOf(ctx: QueryCtx, { action, user, id }: CallKey): Promise<Claim | null> {
  const row = await ctx.db
    .query('tries')
    .withIndex('by_call', (q) => q.eq('action', action).eq('user', user).eq('id', id))
    .order('desc')
    .first()
  return row && isClaim(row) ? row : null
}

/** Whether the row is a claim, and not a tombstone. */
export const isClaim = (row: Doc<'tries'>): row is Claim => row.state !== 'sealed'

/** Marks a running call as lost if its handler has not responded for too long. Returns the resulting claim. */
export async function lostIfSilent(ctx: MutationCtx, claim: Claim): Promise<Claim> {
  if (claim.state !== 'running' || Date.now() - claim.beatAt < silence) return claim
  const lost = { state: 'lost' as const, watched: false }
  await ctx.db.patch(claim._id, lost)
  return { ...claim, ...lost }
}
