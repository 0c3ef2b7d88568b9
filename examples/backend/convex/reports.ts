import { ConvexError, v } from 'convex/values'
import { internal } from './_generated/api.js'
import { action, internalMutation, query } from './_generated/server.js'
import { calls } from './calls.js'

const months = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
]
const steps = ['Collecting the orders', 'Adding up the days', 'Checking the totals', 'Writing the file']
const defaultStepMs = 1000

/**
 * Writes the sales of a month to a CSV file. It takes some seconds: REPORT_STEP_MS sets how long each step takes.
 * With `call` it is written once, and its steps can be watched with the id of the call.
 */
export const generate = action(
  calls.once({
    args: { month: v.string(), callId: v.optional(v.string()) },
    returns: v.object({ downloadUrl: v.string(), fileName: v.string(), rows: v.number() }),
    handler: async (
      ctx,
      { month, callId: given },
      call,
    ): Promise<{ downloadUrl: string; fileName: string; rows: number }> => {
      const callId = given ?? (call.guarded ? call.id : undefined)
      const number = months.indexOf(month.trim().toLowerCase()) + 1
      if (number === 0) throw new ConvexError(`There is no month called “${month}”.`)

      const stepMs = Number(process.env.REPORT_STEP_MS ?? defaultStepMs)
      for (const [done, label] of steps.entries()) {
        if (callId !== undefined) {
          await ctx.runMutation(internal.reports.setProgress, { callId, done, of: steps.length, label })
        }
        await new Promise((resolve) => setTimeout(resolve, stepMs))
      }

      const days = salesOf(number)
      const csv = ['day,orders,revenue', ...days.map((day) => day.join(','))].join('\n')
      const file = await ctx.storage.store(new Blob([`${csv}\n`], { type: 'text/csv' }))
      const downloadUrl = await ctx.storage.getUrl(file)
      if (downloadUrl === null) throw new Error('The report was lost before it could be read.')
      if (callId !== undefined) {
        const done = { done: steps.length, of: steps.length, label: 'Done' }
        await ctx.runMutation(internal.reports.setProgress, { callId, ...done })
      }
      return { downloadUrl, fileName: `sales-${months[number - 1]}.csv`, rows: days.length }
    },
  }),
)

// Invented figures of a shop. They are always the same, so that two reports of a month agree.
function salesOf(month: number): [day: string, orders: number, revenue: string][] {
  const year = 2025
  const days = new Date(year, month, 0).getDate()
  return Array.from({ length: days }, (_, index) => {
    const orders = 20 + ((month * 31 + index * 17) % 45)
    const day = `${year}-${String(month).padStart(2, '0')}-${String(index + 1).padStart(2, '0')}`
    return [day, orders, (orders * 24.5).toFixed(2)]
  })
}

/** Returns the progress of the report of a call, or `null` before its first step. */
export const progress = query({
  args: { callId: v.string() },
  returns: v.union(v.object({ done: v.number(), of: v.number(), label: v.string() }), v.null()),
  handler: async (ctx, { callId }) => {
    const row = await ctx.db
      .query('reportProgress')
      .withIndex('by_callId', (q) => q.eq('callId', callId))
      .unique()
    return row && { done: row.done, of: row.of, label: row.label }
  },
})

/** Records a step for `progress`. */
export const setProgress = internalMutation({
  args: { callId: v.string(), done: v.number(), of: v.number(), label: v.string() },
  returns: v.null(),
  handler: async (ctx, step) => {
    const row = await ctx.db
      .query('reportProgress')
      .withIndex('by_callId', (q) => q.eq('callId', step.callId))
      .unique()
    // Two tries of a call share a row. The slower try does not set it back.
    if (!row) await ctx.db.insert('reportProgress', step)
    else if (row.done < step.done) await ctx.db.patch(row._id, step)
    return null
  },
})
