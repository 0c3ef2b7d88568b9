import { Base64, ConvexError, v } from 'convex/values'
import { action } from './_generated/server.js'
import { callService, reasonOf } from './service.js'

/** Lets OpenAI, or the service at IMAGE_SERVICE_URL, draw an image, and stores it. Returns the address of the image. */
export const generateImage = action({
  args: { prompt: v.string() },
  returns: v.string(),
  handler: async (ctx, { prompt }) => {
    if (prompt.trim() === '') throw new ConvexError('Describe the image first.')
    const service = process.env.IMAGE_SERVICE_URL ?? 'https://api.openai.com'
    const response = await callService('image', `${service}/v1/images/generations`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${process.env.OPENAI_API_KEY}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ model: 'gpt-image-1', prompt, size: '1024x1024' }),
    })
    if (!response.ok)
      throw new ConvexError(await reasonOf(response, 'The image service refused this prompt.'))
    const { data } = await response.json()
    const png = new Blob([new Uint8Array(Base64.toByteArray(data[0].b64_json))], { type: 'image/png' })
    const url = await ctx.storage.getUrl(await ctx.storage.store(png))
    if (url === null) throw new Error('The image was lost before it could be shown.')
    return url
  },
})
