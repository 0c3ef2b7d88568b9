import type { GenericMutationCtx } from 'convex/server'
import { expect, test } from 'vitest'
import type { LocalBackend } from '../src/index.js'
import { api, connect, startBackend } from './setup.js'

test('a stored file is served at the address the function gives, with its type', async () => {
  const backend = await startBackend()
  const { url } = await connect(backend).action(api.files.write, { text: 'hello' })
  expect(url).toContain(backend.url)
  const response = await fetch(url as string)
  expect(response.headers.get('content-type')).toBe('text/plain')
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(await response.text()).toBe('hello')
})

test('a deleted file has no address and is not served any more', async () => {
  const client = connect(await startBackend())
  const { id, url } = await client.action(api.files.write, { text: 'hello' })
  await client.action(api.files.remove, { id })
  expect(await client.query(api.files.url, { id })).toBe(null)
  expect((await fetch(url as string)).status).toBe(404)
})

test('a file can be uploaded to the address a mutation gives, and read in an action', async () => {
  const client = connect(await startBackend())
  const address = await client.mutation(api.files.uploadUrl, {})
  const body = new Blob(['from the browser'], { type: 'text/plain' })
  const { storageId } = await (await fetch(address, { method: 'POST', body })).json()
  expect(await client.action(api.files.read, { id: storageId })).toBe('from the browser')
})

test('an upload to an address that no mutation issued is refused', async () => {
  const { url } = await startBackend()
  const response = await fetch(`${url}/api/storage/upload?token=guessed`, { method: 'POST', body: 'x' })
  expect(response.status).toBe(401)
})

test('a file that an action stores during a mutation stays if that mutation fails', async () => {
  const backend = await startBackend()
  const fail = await failingMutation(backend, async () => {})
  const stored = connect(backend).action(api.files.write, { text: 'kept' })
  await expect.poll(() => backend.runs('files:write')).toBe(1)
  await fail()
  const { url } = await stored
  expect(await (await fetch(url as string)).text()).toBe('kept')
})

test('a vector search never finds uncommitted documents', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  await client.mutation(api.files.addDocument, { text: 'east', embedding: [1, 0] })
  const ghost = { text: 'ghost', embedding: [0, 1] }
  const fail = await failingMutation(backend, (ctx) => ctx.db.insert('documents', ghost))
  const found = client.action(api.files.nearest, { vector: [0, 1] })
  await expect.poll(() => backend.runs('files:nearest')).toBe(1)
  await fail()
  expect(await found).toBe('east')
})

test('twenty concurrent actions each store a file', async () => {
  const client = connect(await startBackend())
  const texts = Array.from({ length: 20 }, (_, index) => `file ${index}`)
  const files = await Promise.all(texts.map((text) => client.action(api.files.write, { text })))
  const stored = await Promise.all(files.map(async ({ url }) => (await fetch(url as string)).text()))
  expect(stored).toEqual(texts)
})

test('a vector search finds the nearest document', async () => {
  const client = connect(await startBackend())
  await client.mutation(api.files.addDocument, { text: 'east', embedding: [1, 0] })
  await client.mutation(api.files.addDocument, { text: 'north', embedding: [0, 1] })
  expect(await client.action(api.files.nearest, { vector: [0.1, 0.9] })).toBe('north')
})

// biome-ignore lint/suspicious/noExplicitAny: no schema is known here
type MutationCtx = GenericMutationCtx<any>

/** A mutation that has written and not ended yet; call the result to make it fail. */
async function failingMutation(backend: LocalBackend, write: (ctx: MutationCtx) => Promise<unknown>) {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  let mutation: Promise<unknown> = Promise.resolve()
  await new Promise<void>((written) => {
    mutation = backend.mutation(async (ctx) => {
      await write(ctx)
      written()
      await ended
      throw new Error('rolled back')
    })
  })
  return async () => {
    end()
    await expect(mutation).rejects.toThrow('rolled back')
  }
}
