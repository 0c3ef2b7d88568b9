import { v } from 'convex/values'
import { internal } from './_generated/api.js'
import { action, mutation, query } from './_generated/server.js'

/** Returns an address to which a page uploads a file by POST. The answer of the upload is `{ storageId }`. */
export const generateUploadUrl = mutation({
  args: {},
  returns: v.string(),
  handler: (ctx) => ctx.storage.generateUploadUrl(),
})

/** Returns the address of an image, or `null` if it is deleted. */
export const url = query({
  args: { imageId: v.id('_storage') },
  returns: v.union(v.string(), v.null()),
  handler: (ctx, { imageId }) => ctx.storage.getUrl(imageId),
})

/**
 * Returns the format of an uploaded image and its size in pixels. sharp needs Node, where queries cannot run, so this
 * calls an action in the Node runtime.
 */
export const describe = action({
  args: { imageId: v.id('_storage') },
  returns: v.object({ width: v.number(), height: v.number(), format: v.string() }),
  handler: (ctx, { imageId }): Promise<{ width: number; height: number; format: string }> =>
    ctx.runAction(internal.thumbnails.measure, { imageId }),
})
