import {
  actionGeneric as action,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server'
import { v } from 'convex/values'

const documentReference = makeFunctionReference<'query', { id: string }, { text: string }>('files:document')

export const write = action({
  args: { text: v.string() },
  returns: v.object({ id: v.string(), url: v.union(v.string(), v.null()) }),
  handler: async (ctx, { text }) => {
    const id = await ctx.storage.store(new Blob([text], { type: 'text/plain' }))
    return { id, url: await ctx.storage.getUrl(id) }
  },
})

export const read = action({
  args: { id: v.id('_storage') },
  returns: v.union(v.string(), v.null()),
  handler: async (ctx, { id }) => (await (await ctx.storage.get(id))?.text()) ?? null,
})

export const remove = action({
  args: { id: v.id('_storage') },
  returns: v.null(),
  handler: async (ctx, { id }) => {
    await ctx.storage.delete(id)
    return null
  },
})

export const uploadUrl = mutation({
  args: {},
  returns: v.string(),
  handler: (ctx) => ctx.storage.generateUploadUrl(),
})

export const url = query({
  args: { id: v.id('_storage') },
  returns: v.union(v.string(), v.null()),
  handler: (ctx, { id }) => ctx.storage.getUrl(id),
})

export const addDocument = mutation({
  args: { text: v.string(), embedding: v.array(v.float64()) },
  returns: v.null(),
  handler: async (ctx, document) => {
    await ctx.db.insert('documents', document)
    return null
  },
})

export const document = query({ args: { id: v.id('documents') }, handler: (ctx, { id }) => ctx.db.get(id) })

export const nearest = action({
  args: { vector: v.array(v.float64()) },
  returns: v.string(),
  handler: async (ctx, { vector }): Promise<string> => {
    const [best] = await ctx.vectorSearch('documents', 'by_embedding', { vector, limit: 1 })
    return (await ctx.runQuery(documentReference, { id: best?._id ?? '' })).text
  },
})
