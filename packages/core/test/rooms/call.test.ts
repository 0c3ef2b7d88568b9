import { expect, test } from 'vitest'
import { Call } from '../../src/call.js'

test('what is sent at once is what was given; once it may have changed, a copy of what it was', () => {
  const args = { to: ['ada'] }
  const call = new Call(args, undefined)
  expect(call.toSend()).toBe(args)
  call.detach()
  args.to.push('bob')
  expect(call.toSend()).toEqual({ to: ['ada'] })
})

test('the call id is sent under its name, and is the same each time; the arguments are shown without it', () => {
  const call = new Call(
    { amount: 1 },
    { name: 'callId', create: ({ amount }: { amount?: number }) => `id-${amount}` },
  )
  expect([call.id, call.idArgument]).toEqual(['id-1', { callId: 'id-1' }])
  expect(call.toSend()).toEqual({ amount: 1, callId: 'id-1' })
  call.detach()
  expect(call.toSend()).toEqual({ amount: 1, callId: 'id-1' })
  expect(call.args).toEqual({ amount: 1 })
})

test('what cannot be sent is named by its place, and its value is not told', () => {
  expect(new Call({ card: { secret: new Map([['number', 4242]]) } }, undefined).wrong).toBe(
    'Convex cannot encode the argument "card.secret".',
  )
  expect(new Call([1], undefined).wrong).toBe('The arguments are of class Array, not a plain object.')
})

test('an object of no class at all cannot be sent, for Convex would refuse it', () => {
  expect(new Call(Object.create(Object.create(null)), undefined).wrong).toBe('The arguments cannot be read.')
  expect(new Call(Object.create(null), undefined).wrong).toBe(undefined)
})

test('what will not be sent again is let go', () => {
  const call = new Call({ picture: 'large' }, undefined)
  call.letGo()
  expect(() => call.toSend()).toThrow()
})
