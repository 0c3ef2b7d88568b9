import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

test('the document that shares most words with the search comes first, singular or plural', async () => {
  const { client } = await startExample()
  const [best, ...others] = await client.action(api.documents.search, { text: 'Thumbnails, please' })
  expect(best).toMatchObject({ title: 'Files', text: expect.stringContaining('thumbnail') })
  for (const { score } of others) expect(score).toBeLessThanOrEqual(best?.score ?? 0)
})

test('a document is nearest to its own words', async () => {
  const { client } = await startExample()
  const text = 'Signing in. A token says who the user is. The backend verifies its signature.'
  const [best] = await client.action(api.documents.search, { text })
  expect(best?.title).toBe('Signing in')
  expect(best?.score).toBeCloseTo(1)
})

test('a search without a match finds nothing', async () => {
  const { client } = await startExample()
  expect(await client.action(api.documents.search, { text: 'xylophone' })).toEqual([])
})

test('a deleted document is not found any more', async () => {
  const { client, backend } = await startExample()
  await backend.mutation(async (ctx) => {
    for (const { _id, title } of await ctx.db.query('documents').collect()) {
      if (title === 'Files') await ctx.db.delete(_id)
    }
  })
  const found = await client.action(api.documents.search, { text: 'Thumbnails of an image' })
  expect(found.map(({ title }) => title)).not.toContain('Files')
})

test('a search needs a word', async () => {
  const { client } = await startExample()
  for (const text of ['', ' … ', 'the']) {
    await expect(client.action(api.documents.search, { text })).rejects.toMatchObject({
      data: 'Say what to look for.',
    })
  }
})
