import { v } from 'convex/values'
import { internal } from './_generated/api.js'
import { internalMutation, type MutationCtx } from './_generated/server.js'

/** How many rows a batch forgets at most, and how many bytes of results: far below what a mutation may read. */
export const batch = { rows: 500, bytes: 4 * 1024 * 1024 }

const minute = 60_000
const hour = 60 * minute

/**
 * Sees to it that `forget` is scheduled. All claims read its row, so it is written as rarely as possible: when there is
 * none, or when a sweep is an hour late, which means that it is not coming.
 */
export async function scheduleForget(ctx: MutationCtx, at: number): Promise<void> {
  const sweep = await ctx.db.query('sweeps').first()
  if (sweep && sweep.due > Date.now() - hour) return
  if (sweep) await ctx.db.patch(sweep._id, { due: at })
  else await ctx.db.insert('sweeps', { due: at })
  await ctx.scheduler.runAt(at, internal.forget.forget, {})
}

/** Forgets a batch of the tries whose time is over, and schedules itself for the next one. */
export const forget = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const now = Date.now()
    let rows = 0
    let bytes = 0
    for await (const row of ctx.db.query('tries').withIndex('by_expiresAt', (q) => q.lte('expiresAt', now))) {
      await ctx.db.delete(row._id)
      if ('value' in row) bytes += row.value?.length ?? 0
      if (++rows === batch.rows || bytes >= batch.bytes) {
        await ctx.scheduler.runAfter(0, internal.forget.forget, {})
        return null
      }
    }
    const sweep = await ctx.db.query('sweeps').first()
    const next = await ctx.db.query('tries').withIndex('by_expiresAt').first()
    if (!sweep) return null
    if (!next) {
      await ctx.db.delete(sweep._id)
      return null
    }
    const due = Math.max(next.expiresAt, now + minute)
    await ctx.db.patch(sweep._id, { due })
    await ctx.scheduler.runAt(due, internal.forget.forget, {})
    return null
  },
})
