import sharp from 'sharp'
import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

test('a prompt becomes a picture that anyone with its address can see', async () => {
  const { client, services } = await startExample()
  const url = await client.action(api.ai.generateImage, { prompt: 'A lighthouse' })
  const response = await fetch(url)
  expect(response.headers.get('content-type')).toBe('image/png')
  const { format, width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata()
  expect({ format, width, height }).toEqual({ format: 'png', width: 512, height: 512 })
  expect(services.image.received).toEqual([{ prompt: 'A lighthouse' }])
})

test('a different prompt gives a different picture', async () => {
  const { client } = await startExample()
  const draw = async (prompt: string) => {
    const response = await fetch(await client.action(api.ai.generateImage, { prompt }))
    return Buffer.from(await response.arrayBuffer()).toString('base64')
  }
  const lighthouse = await draw('A lighthouse')
  expect(await draw('A lighthouse')).toBe(lighthouse)
  expect(await draw('A forest')).not.toBe(lighthouse)
})

test('an empty prompt is refused before the service is called', async () => {
  const { client, services } = await startExample()
  await expect(client.action(api.ai.generateImage, { prompt: ' ' })).rejects.toMatchObject({
    data: 'Describe the image first.',
  })
  expect(services.image.received).toEqual([])
})
