import { expect, test } from 'vitest'
import type { Contender } from '../src/contender.js'
import { contenderOf, contenders } from '../src/contenders/index.js'
import { checkParity } from '../src/parity.js'

for (const name of Object.keys(contenders)) {
  test(`${name} does what it is measured for`, async () => {
    const contender = await contenderOf(name)
    expect(contender.name).toBe(name)
    await checkParity(contender)
  })
}

test('a contender that does less is not measured, and the error says what is missing', async () => {
  const ours = await contenderOf('convex-action')
  const complaintOf = async (change: Partial<Contender>) => {
    try {
      await checkParity({ ...ours, ...change }, 1000)
    } catch (error) {
      return (error as Error).message
    }
  }
  const complaints = await Promise.all([
    complaintOf({ execute: (store, _args, client) => ours.execute(store, { amount: 0 }, client) }),
    complaintOf({ execute: async () => ({ amount: 1 }) }),
    complaintOf({
      execute(store, args, client) {
        ours.execute(store, args, client)
        return new Promise(() => {})
      },
    }),
    complaintOf({ execute: (store, args, client) => ours.execute(store, args, client).catch(() => args) }),
    complaintOf({ execute: (_store, args, client) => client.action('payments:charge', args) }),
    complaintOf({ subscribe: undefined }),
    complaintOf({ subscribe: () => () => {} }),
    complaintOf({
      subscribe(store, listener) {
        ours.subscribe?.(store, listener)
        return () => {}
      },
    }),
    complaintOf({ read: (store) => ({ ...ours.read?.(store), data: undefined }) as never }),
    complaintOf({ read: (store) => ({ ...ours.read?.(store), error: undefined }) as never }),
  ])
  expect(complaints).toEqual(
    [
      'the arguments do not reach the client.',
      'the arguments do not reach the client.',
      'the result does not arrive.',
      'the error does not arrive.',
      'it shows "idle" where "pending" is due.',
      'it has one of "subscribe" and "read" without the other.',
      'its subscriber is not called for "pending".',
      'it calls a subscriber that has unsubscribed.',
      'it does not show the result.',
      'it does not show the error.',
    ].map((complaint) => `convex-action is not comparable: ${complaint}`),
  )
})

test('a contender that shows late results or settles the wrong promise is not measured', async () => {
  const actor = await contenderOf('XState actor')
  await expect(checkParity({ ...actor, runsMany: true })).rejects.toThrow('gets a result of another')
})
