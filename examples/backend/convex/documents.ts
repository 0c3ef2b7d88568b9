import { ConvexError, v } from 'convex/values'
import { internal } from './_generated/api.js'
import { action, internalQuery } from './_generated/server.js'
import { embed } from './embedding.js'

const found = v.array(v.object({ title: v.string(), text: v.string(), score: v.number() }))

/** Returns the documents nearest to a text, best first, at most ten. `embed` defines what "near" means. */
export const search = action({
  args: { text: v.string() },
  returns: found,
  handler: async (ctx, { text }): Promise<typeof found.type> => {
    const vector = embed(text)
    if (vector.every((value) => value === 0)) throw new ConvexError('Say what to look for.')
    const results = await ctx.vectorSearch('documents', 'by_embedding', { vector, limit: 10 })
    const near = results.filter(({ _score }) => _score > 0.01)
    const documents = await ctx.runQuery(internal.documents.getMany, { ids: near.map(({ _id }) => _id) })
    return near.flatMap(({ _score }, index) => {
      const document = documents[index]
      return document ? [{ ...document, score: _score }] : []
    })
  },
})

/** Returns documents by their ids, or `null` for deleted documents: a vector search returns ids only. */
export const getMany = internalQuery({
  args: { ids: v.array(v.id('documents')) },
  returns: v.array(v.union(v.object({ title: v.string(), text: v.string() }), v.null())),
  handler: (ctx, { ids }) =>
    Promise.all(
      ids.map(async (id) => {
        const document = await ctx.db.get(id)
        return document && { title: document.title, text: document.text }
      }),
    ),
})
