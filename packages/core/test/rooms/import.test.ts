import { expect, test } from 'vitest'

// Not in the test: what several files load is loaded before tests run.
const failure = await import('../../src/index.js').then(
  () => undefined,
  (error) => error,
)

test('the core can be imported: nothing fails while it loads', () => {
  expect(failure).toBeUndefined()
})
