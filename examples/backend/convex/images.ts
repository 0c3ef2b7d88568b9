import { v } from 'convex/values'
import { internal } from './_generated/api.js'
import { action, mutation, query } from './_generated/server.js'

/** An address to which a page sends a file, by POST; the answer is `{ storageId }`. */
export const generateUploadUrl = mutation({
  args: {},
  returns: v.string(),
  handler: (ctx) => ctx.storage.generateUploadUrl(),
})

/** Where an image can be seen; `null` when there is none any more. */
export const url = query({
  args: { imageId: v.id('_storage') },
  returns: v.union(v.string(), v.null()),
  handler: (ctx, { imageId }) => ctx.storage.getUrl(imageId),
})

/**
 * What kind of image was uploaded, and how large it is in pixels. sharp needs Node, where no query can be, so this
 * crosses to an action that runs there.
 */
export const describe = action({
  args: { imageId: v.id('_storage') },
  returns: v.object({ width: v.number(), height: v.number(), format: v.string() }),
  handler: (ctx, { imageId }): Promise<{ width: number; height: number; format: string }> =>
    ctx.runAction(internal.thumbnails.measure, { imageId }),
})
