import { expect, test } from 'vitest'
import { FirstUser } from '../../src/first-user.js'

/** What is answered, one after the other, as numbers: the same number for the same user. */
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

test('where users are awaited, the first one is the same as nobody before', () => {
  expect(answersTo([undefined, null, 'ada', 'ada'], () => false)).toEqual([0, 0, 0, 0])
})

test('nobody, and another user, after the first one are others, and so is the first one when back', () => {
  expect(answersTo([undefined, 'ada', undefined, 'bob', 'ada'], () => true)).toEqual([0, 0, 1, 2, 3])
  expect(answersTo(['ada', 'bob'], () => true)).toEqual([0, 1])
})

test('where no user is awaited, the first one is another than nobody', () => {
  expect(answersTo([undefined, 'ada', 'ada', undefined])).toEqual([0, 1, 1, 2])
})

test('whether users are awaited may come later, and stays', () => {
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

test('who somebody would be can be asked ahead, and changes nothing', () => {
  const first = new FirstUser({ identity: () => 'ada', ready: () => true })
  const nobody = first.whoIs(null)
  expect(first.whoIs('bob')).toBe(nobody)
  expect(first.identity()).toBe(nobody)
  expect(first.whoIs('bob')).toBe('bob')
  expect(first.identity()).toBe(nobody)
})
