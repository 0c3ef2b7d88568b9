import { expect, test } from 'vitest'
import { Call } from '../../src/call.js'

test('a call that is sent at once sends the given arguments, and a later call sends a copy of them', () => {
  const args = { to: ['ada'] }
  const call = new Call(args, undefined)
  expect(call.toSend()).toBe(args)
  call.detach()
  args.to.push('bob')
  expect(call.toSend()).toEqual({ to: ['ada'] })
})

test('the call id is sent under its name and stays the same, and the shown arguments do not contain it', () => {
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

test('an argument that cannot be sent is named by its path, without its value', () => {
  expect(new Call({ card: { secret: new Map([['number', 4242]]) } }, undefined).wrong).toBe(
    'Convex cannot encode the argument "card.secret".',
  )
  expect(new Call([1], undefined).wrong).toBe('The arguments are of class Array, not a plain object.')
})

test('an object whose prototype has no constructor cannot be sent, because Convex would refuse it', () => {
  expect(new Call(Object.create(Object.create(null)), undefined).wrong).toBe('The arguments cannot be read.')
  expect(new Call(Object.create(null), undefined).wrong).toBe(undefined)
})

test('arguments that will not be sent again are released', () => {
  const call = new Call({ picture: 'large' }, undefined)
  call.letGo()
  expect(() => call.toSend()).toThrow()
})
