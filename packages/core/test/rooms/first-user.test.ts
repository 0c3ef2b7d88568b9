import { expect, test } from 'vitest'
import { FirstUser } from '../../src/first-user.js'

/** The answers one after the other, as numbers: the same number means the same user. */
function answersTo(users: unknown[], ready?: () => boolean): number[] {
  let user: unknown
  const first = new FirstUser({ identity: () => user, ready })
  const seen: unknown[] = []
  return users.map((now) => {
    user = now
    const expected = first.whoIs(now)
    const answer = first.identity()
    expect(answer).toBe(expected)
    if (!seen.includes(answer)) seen.push(answer)
    return seen.indexOf(answer)
  })
}

test('if users are awaited, the first user counts as the same user as nobody before', () => {
  expect(answersTo([undefined, null, 'ada', 'ada'], () => false)).toEqual([0, 0, 0, 0])
})

test('nobody and another user after the first user are different users, and so is the first user when back', () => {
  expect(answersTo([undefined, 'ada', undefined, 'bob', 'ada'], () => true)).toEqual([0, 0, 1, 2, 3])
  expect(answersTo(['ada', 'bob'], () => true)).toEqual([0, 1])
})

test('if no user is awaited, the first user is different from nobody', () => {
  expect(answersTo([undefined, 'ada', 'ada', undefined])).toEqual([0, 1, 1, 2])
})

test('users may be awaited later, and then stay awaited', () => {
  let user: string | undefined
  const session: { identity: () => unknown; ready?: (() => boolean) | undefined } = { identity: () => user }
  const first = new FirstUser(session)
  const nobody = first.identity()
  session.ready = () => false
  expect(first.identity()).toBe(nobody)
  session.ready = undefined
  user = 'ada'
  expect(first.identity()).toBe(nobody)
})

test('asking ahead who a user would be changes nothing', () => {
  const first = new FirstUser({ identity: () => 'ada', ready: () => true })
  const nobody = first.whoIs(null)
  expect(first.whoIs('bob')).toBe(nobody)
  expect(first.identity()).toBe(nobody)
  expect(first.whoIs('bob')).toBe('bob')
  expect(first.identity()).toBe(nobody)
})
