'use node'

import { ConvexError, v } from 'convex/values'
import sharp from 'sharp'
import type { Id } from './_generated/dataModel.js'
import { type ActionCtx, action, internalAction } from './_generated/server.js'

/** Makes a square of 200 pixels from a stored image, and stores it as a JPEG. */
export const generate = action({
  args: { imageId: v.id('_storage') },
  returns: v.id('_storage'),
  handler: async (ctx, { imageId }) => {
    const image = await read(ctx, imageId)
    const thumbnail = await sharp(image).rotate().resize(200, 200).jpeg().toBuffer().catch(refuse)
    return ctx.storage.store(new Blob([new Uint8Array(thumbnail)], { type: 'image/jpeg' }))
  },
})

/** Returns the format of a stored image and its size in pixels, for `images.describe`. */
export const measure = internalAction({
  args: { imageId: v.id('_storage') },
  returns: v.object({ width: v.number(), height: v.number(), format: v.string() }),
  handler: async (ctx, { imageId }) => {
    const { width, height, format } = await sharp(await read(ctx, imageId))
      .metadata()
      .catch(refuse)
    return { width, height, format }
  },
})

async function read(ctx: ActionCtx, imageId: Id<'_storage'>): Promise<Buffer> {
  const image = await ctx.storage.get(imageId)
  if (!image) throw new ConvexError('There is no such image any more.')
  return Buffer.from(await image.arrayBuffer())
}

function refuse(): never {
  throw new ConvexError('This file is not an image.')
}
