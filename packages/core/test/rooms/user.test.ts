import { afterEach, expect, test, vi } from 'vitest'
import { User } from '../../src/user.js'

const reported = vi.fn()
vi.stubGlobal('reportError', reported)
afterEach(() => reported.mockClear())

test('a different identity is a change of user, and the same identity is not', () => {
  const user = new User()
  const answers = ['ada', 'ada', 'bob', Number.NaN, Number.NaN, undefined]
  expect(answers.map((answer) => user.hasChanged(() => answer))).toEqual([
    true,
    false,
    true,
    true,
    false,
    true,
  ])
  expect(user.session).toBe(4)
})

test('without an identity, there is no user and no change of user', () => {
  const user = new User()
  expect(user.hasChanged(undefined)).toBe(false)
})

test('the same object each time is a user; a new object each time is reported and counts as no user', () => {
  const user = new User()
  const ada = { id: 'ada' }
  expect([user.hasChanged(() => ada), user.hasChanged(() => ada)]).toEqual([true, false])
  expect(reported).not.toHaveBeenCalled()
  expect(user.hasChanged(() => ({ ...ada }))).toBe(true)
  expect(String(reported.mock.calls[0])).toContain(
    'Option "identity" must return the same value for the same user',
  )
  expect(user.hasChanged(undefined)).toBe(false)
})
