import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

test('every token is 32 new random bytes', async () => {
  const { client } = await startExample()
  const tokens = await Promise.all(Array.from({ length: 5 }, () => client.action(api.tokens.generate, {})))
  for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{64}$/)
  expect(new Set(tokens).size).toBe(5)
})
