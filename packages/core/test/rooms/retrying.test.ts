import { expect, test, vi } from 'vitest'
import { ActionError, type ActionErrorKind } from '../../src/errors.js'
import { delayOfRetry } from '../../src/retrying.js'

const errorOf = (kind: ActionErrorKind, attempt = 1) =>
  new ActionError({ kind, delivery: 'unknown', action: 'emails:send', attempt })

test('without the option, nothing is tried again', () => {
  expect(delayOfRetry(undefined, errorOf('connection'))).toBeUndefined()
})

test('a lost connection is followed by as many tries as the limit says, and other errors by none', () => {
  const retries = { limit: 2, delay: 5 }
  const after = (attempt: number) => delayOfRetry(retries, errorOf('connection', attempt))
  expect([after(1), after(2), after(3)]).toEqual([5, 5, undefined])
  expect(delayOfRetry(retries, errorOf('server'))).toBeUndefined()
})

test('"when" decides, except after a change of user', () => {
  const when = vi.fn(() => true)
  expect(delayOfRetry({ limit: 1, delay: 5, when }, errorOf('server'))).toBe(5)
  expect(delayOfRetry({ limit: 1, delay: 5, when }, errorOf('identity-changed'))).toBeUndefined()
  expect(when).toHaveBeenCalledTimes(1)
})

test('the usual delay doubles, with jitter, up to half a minute', () => {
  const delays = (attempt: number) =>
    Array.from({ length: 50 }, () => delayOfRetry({ limit: 99 }, errorOf('connection', attempt)) as number)
  for (const [attempt, most] of [
    [1, 1000],
    [2, 2000],
    [20, 30_000],
  ] as const) {
    expect(Math.max(...delays(attempt))).toBeLessThanOrEqual(most)
    expect(Math.min(...delays(attempt))).toBeGreaterThanOrEqual(most / 2)
  }
})
