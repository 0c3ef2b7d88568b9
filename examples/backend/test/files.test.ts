import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64')

test('a file is counted: its bytes, lines and words, and its SHA-256', async () => {
  const { client } = await startExample()
  const text = 'Grüße aus\nBerlin, von Ada\n'
  expect(await client.action(api.files.process, { fileName: 'card.txt', content: base64(text) })).toEqual({
    fileName: 'card.txt',
    bytes: 28,
    lines: 2,
    words: 5,
    sha256: createHash('sha256').update(text).digest('hex'),
  })
})

test.each([
  ['an empty file', '', '“a.txt” is empty.'],
  ['a picture', base64(new Uint8Array([0x89, 0x50, 0x4e, 0x47])), '“a.txt” is not a text file.'],
  ['a text with zero bytes', base64('a\0b'), '“a.txt” is not a text file.'],
  ['half a file', base64('hello').slice(0, 5), '“a.txt” did not arrive whole.'],
  ['what is no base64', 'data:,hi', '“a.txt” did not arrive whole.'],
])('%s is refused in a sentence', async (_what, content, data) => {
  const { client } = await startExample()
  await expect(client.action(api.files.process, { fileName: 'a.txt', content })).rejects.toMatchObject({
    data,
  })
})

test('a file is stored, and with a call id each step can be watched while it happens', async () => {
  const { client, connect } = await startExample({ REPORT_STEP_MS: '30' })
  const seen: unknown[] = []
  const ready = new Promise<void>((resolve) => {
    connect().onUpdate(api.reports.progress, { callId: 'f1' }, (step) => {
      seen.push(step)
      resolve()
    })
  })
  await ready
  const file = { fileName: 'card.txt', content: base64('Greetings from Ada\n') }
  const { fileId, words } = await client.action(api.files.upload, { ...file, callId: 'f1' })
  expect([fileId, words]).toEqual([expect.any(String), 3])
  await expect.poll(() => seen).toHaveLength(4)
  expect(seen).toEqual([
    null,
    { done: 0, of: 3, label: 'Checking' },
    { done: 1, of: 3, label: 'Counting' },
    { done: 2, of: 3, label: 'Storing' },
  ])
  await expect(client.action(api.files.upload, { fileName: 'a.txt', content: '' })).rejects.toMatchObject({
    data: '“a.txt” is empty.',
  })
})
