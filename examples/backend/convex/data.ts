import { ConvexError, v } from 'convex/values'
import { internal } from './_generated/api.js'
import { action, internalMutation, query } from './_generated/server.js'
import { summary } from './schema.js'
import { callService, reasonOf } from './service.js'

const result = v.object(summary)
type Result = typeof result.type

/** Sends the numbers in a text to the service at DATA_SERVICE_URL, which sums them up, and saves its answer. */
export const processAndSave = action({
  args: { data: v.string() },
  returns: result,
  handler: async (ctx, { data }): Promise<Result> => {
    const result = await processExternally(data)
    await ctx.runMutation(internal.data.save, { result })
    return result
  },
})

async function processExternally(data: string): Promise<Result> {
  const service = process.env.DATA_SERVICE_URL ?? 'https://data.example.com'
  const response = await callService('data', `${service}/v1/summaries`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ data }),
  })
  if (!response.ok) throw new ConvexError(await reasonOf(response, 'The data service refused this data.'))
  return response.json()
}

/** Saves a result, so that `list` shows it. An action alone cannot update a live query. */
export const save = internalMutation({
  args: { result },
  returns: v.null(),
  handler: async (ctx, { result }) => {
    await ctx.db.insert('results', result)
    return null
  },
})

/** The ten newest results. */
export const list = query({
  args: {},
  returns: v.array(v.object({ _id: v.id('results'), savedAt: v.number(), ...summary })),
  handler: async (ctx) => {
    const results = await ctx.db.query('results').order('desc').take(10)
    return results.map(({ _creationTime, ...result }) => ({ ...result, savedAt: _creationTime }))
  },
})
