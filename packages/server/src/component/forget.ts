import { v } from 'convex/values'
import { internal } from './_generated/api.js'
import { internalMutation, type MutationCtx } from './_generated/server.js'

/** The maximum number of rows and bytes of results in a batch, far below what a mutation may read. */
export const batch = { rows: 500, bytes: 4 * 1024 * 1024 }

const minute = 60_000
const hour = 60 * minute

/**
 * Schedules `forget`. All claims read its row, so the row is written only if there is none, or if a sweep is an hour
 * late and so will not come.
 */
export async function scheduleForget(ctx: MutationCtx, at: number): Promise<void> {
  const sweep = await ctx.db.query('sweeps').first()
  if (sweep && sweep.due > Date.now() - hour) return
  if (sweep) await ctx.db.patch(sweep._id, { due: at })
  else await ctx.db.insert('sweeps', { due: at })
  await ctx.scheduler.runAt(at, internal.forget.forget, {})
}

/** Deletes a batch of expired tries, and schedules itself for the next batch. */
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
