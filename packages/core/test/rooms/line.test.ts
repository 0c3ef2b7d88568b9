import { expect, test } from 'vitest'
import { Line } from '../../src/line.js'

const queued = (name: string) => ({ name, isQueued: true })
const parallel = (name: string) => ({ name, isQueued: false })

test('the turn goes from one queued member to the next, and each is returned once', () => {
  const line = new Line<ReturnType<typeof queued>>()
  const [a, b, c] = [queued('a'), queued('b'), queued('c')]
  for (const member of [a, b, c]) line.add(member)
  expect([a, b, c].map((member) => line.isTurnOf(member))).toEqual([true, false, false])
  expect(line.next()).toBeUndefined()
  line.delete(a)
  expect(line.next()).toBe(b)
  expect(line.next()).toBeUndefined()
  expect(line.isTurnOf(b)).toBe(true)
  line.delete(c)
  line.delete(b)
  expect(line.next()).toBeUndefined()
  expect(line.size).toBe(0)
})

test('a queued member waits for earlier members that are not queued; those do not wait', () => {
  const line = new Line<ReturnType<typeof queued>>()
  const [a, b, c] = [parallel('a'), queued('b'), parallel('c')]
  for (const member of [a, b, c]) line.add(member)
  expect([a, b, c].map((member) => line.isTurnOf(member))).toEqual([true, false, true])
  line.delete(a)
  expect(line.next()).toBe(b)
})

test('a member supersedes the newest member that is not queued', () => {
  const line = new Line<ReturnType<typeof queued>>()
  const [a, b, c] = [parallel('a'), queued('b'), parallel('c')]
  expect([a, b, c].map((member) => line.add(member))).toEqual([undefined, undefined, a])
  expect([a, b, c].map((member) => line.isSuperseded(member))).toEqual([true, false, false])
})

test('a member that has left is not superseded', () => {
  const line = new Line<ReturnType<typeof queued>>()
  const [a, b] = [parallel('a'), parallel('b')]
  line.add(a)
  line.delete(a)
  expect(line.add(b)).toBeUndefined()
  expect([line.has(a), line.has(b), [...line.members]]).toEqual([false, true, [b]])
})

test('a member that is added to an empty line has its turn', () => {
  const line = new Line<ReturnType<typeof queued>>()
  const [a, b, c] = [queued('a'), queued('b'), queued('c')]
  line.add(a)
  line.add(b)
  line.delete(a)
  line.next()
  line.delete(b)
  line.add(c)
  expect(line.isTurnOf(c)).toBe(true)
  expect(line.next()).toBeUndefined()
})

test('a single member is in the line, and so is the first of two', () => {
  const line = new Line<ReturnType<typeof queued>>()
  const [a, b] = [queued('a'), queued('b')]
  line.add(a)
  expect([line.size, line.has(a), line.has(b), [...line.members]]).toEqual([1, true, false, [a]])
  line.delete(b)
  expect(line.size).toBe(1)
  line.add(b)
  expect([line.size, [...line.members]]).toEqual([2, [a, b]])
})
