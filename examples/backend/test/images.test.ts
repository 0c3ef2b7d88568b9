import type { ConvexClient } from 'convex/browser'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import type { Id } from '../convex/_generated/dataModel.js'
import { startExample } from './setup.js'

async function upload(client: ConvexClient, content: BodyInit): Promise<Id<'_storage'>> {
  const address = await client.mutation(api.images.generateUploadUrl, {})
  return (await (await fetch(address, { method: 'POST', body: content })).json()).storageId
}

async function photo(): Promise<Uint8Array<ArrayBuffer>> {
  const background = { r: 20, g: 120, b: 200 }
  return new Uint8Array(
    await sharp({ create: { width: 640, height: 480, channels: 3, background } })
      .png()
      .toBuffer(),
  )
}

test('an uploaded image becomes a thumbnail of 200 by 200 pixels with its own address', async () => {
  const { client } = await startExample()
  const imageId = await upload(client, await photo())
  const thumbnailId = await client.action(api.thumbnails.generate, { imageId })
  expect(thumbnailId).not.toBe(imageId)
  const url = await client.query(api.images.url, { imageId: thumbnailId })
  const response = await fetch(url ?? '')
  expect(response.headers.get('content-type')).toBe('image/jpeg')
  const { format, width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata()
  expect({ format, width, height }).toEqual({ format: 'jpeg', width: 200, height: 200 })
})

test('an uploaded image is described by an action in another runtime', async () => {
  const { client, backend } = await startExample()
  const imageId = await upload(client, await photo())
  expect(await client.action(api.images.describe, { imageId })).toEqual({
    width: 640,
    height: 480,
    format: 'png',
  })
  expect(backend.runs('thumbnails:measure')).toBe(1)
})

test.each([api.thumbnails.generate, api.images.describe])(
  'a file that is not an image, and a deleted image, are refused with a clear message',
  async (action) => {
    const { client, backend } = await startExample()
    const imageId = await upload(client, 'not an image')
    await expect(client.action(action, { imageId })).rejects.toMatchObject({
      data: 'This file is not an image.',
    })
    await backend.mutation((ctx) => ctx.storage.delete(imageId))
    await expect(client.action(action, { imageId })).rejects.toMatchObject({
      data: 'There is no such image any more.',
    })
    expect(await client.query(api.images.url, { imageId })).toBe(null)
  },
)
