import { expect, test } from 'vitest'

// Outside the test, because modules that several files share are loaded before tests run.
const failure = await import('../../src/index.js').then(
  () => undefined,
  (error) => error,
)

test('the core can be imported: nothing fails while it loads', () => {
  expect(failure).toBeUndefined()
})
