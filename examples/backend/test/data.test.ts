import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

test('data that an action saves reaches everyone who watches', async () => {
  const { client, connect, services } = await startExample()
  const seen: unknown[] = []
  connect().onUpdate(api.data.list, {}, (results) => seen.push(results))
  await expect.poll(() => seen).toEqual([[]])
  const result = { count: 3, sum: 4.5, mean: 1.5 }
  expect(await client.action(api.data.processAndSave, { data: 'a;1\nb;-2\nc;5.5' })).toEqual(result)
  await expect
    .poll(() => seen.at(-1))
    .toEqual([{ _id: expect.any(String), savedAt: expect.any(Number), ...result }])
  expect(services.data.received).toEqual([{ data: 'a;1\nb;-2\nc;5.5' }])
})

test('data without a number is refused with the message of the service, and nothing is saved', async () => {
  const { client } = await startExample()
  await expect(client.action(api.data.processAndSave, { data: 'none' })).rejects.toMatchObject({
    data: 'There is no number in this data.',
  })
  expect(await client.query(api.data.list, {})).toEqual([])
})
