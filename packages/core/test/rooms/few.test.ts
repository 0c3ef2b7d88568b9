import { expect, test } from 'vitest'
import { Few } from '../../src/few.js'

const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }]

test('a small set knows its members, their number and their order', () => {
  const few = new Few<object>()
  expect([few.size, few.has(a), [...few.members]]).toEqual([0, false, []])
  few.add(a)
  expect([few.size, few.has(a), few.has(b), [...few.members]]).toEqual([1, true, false, [a]])
  few.add(b)
  few.add(c)
  few.add(b)
  expect([few.size, few.has(a), few.has(b), [...few.members]]).toEqual([3, true, true, [a, b, c]])
})

test('a deleted member is gone, and delete returns whether it was there', () => {
  const few = new Few<object>()
  few.add(a)
  expect([few.delete(b), few.size, few.delete(a), few.delete(a), few.size]).toEqual([
    false,
    1,
    true,
    false,
    0,
  ])
  for (const member of [a, b, c]) few.add(member)
  expect([few.delete(b), few.delete(b), [...few.members]]).toEqual([true, false, [a, c]])
  few.delete(a)
  few.delete(c)
  expect([few.size, [...few.members]]).toEqual([0, []])
  few.add(b)
  expect([few.size, [...few.members]]).toEqual([1, [b]])
})

test('members may be deleted during iteration', () => {
  const few = new Few<{ name: string }>()
  for (const member of [a, b, c]) few.add(member)
  const seen: string[] = []
  for (const { name } of few.members) {
    seen.push(name)
    few.delete(b)
  }
  expect(seen).toEqual(['a', 'c'])
})
