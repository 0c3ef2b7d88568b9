import { defineSchema } from 'convex/server'
import { v } from 'convex/values'
import { convexTest } from 'convex-test'
import { describe, expect, test, vi } from 'vitest'
import { Calls, type CallTarget, isCallProblem, Refusal } from '../src/index.js'
import { register } from '../src/test.js'
import { about, api, call, components, rowsOf, start, type Test } from './setup.js'

describe('new Calls', () => {
  test('says what to do when the component is missing', () => {
    expect(() => new Calls(undefined as never)).toThrow('Add app.use(calls) to convex.config.ts.')
  })

  test.each([0, 3_599_999, 365 * 86_400_000 + 1, Number.NaN, '1 day'])(
    'refuses to remember for %s ms',
    (retain) => {
      expect(() => new Calls(components.calls, { retain: retain as number })).toThrow(
        'retain must be from 3600000',
      )
    },
  )

  test('refuses an unknown option', () => {
    expect(() => new Calls(components.calls, { retian: 1 } as never)).toThrow('unknown option "retian"')
  })
})

describe('calls.once', () => {
  const calls = new Calls(components.calls)

  test('adds the argument `call` and nothing else', () => {
    const { args, returns } = calls.once({
      args: { a: v.string() },
      returns: v.null(),
      handler: async () => null,
    })
    expect(Object.keys(args)).toEqual(['a', 'call'])
    expect(returns.kind).toBe('null')
  })

  test('refuses arguments that it cannot add `call` to', () => {
    const handler = async () => null
    expect(() => calls.once({ args: { call: v.string() }, handler })).toThrow('the argument `call`')
    expect(() => calls.once({ args: v.object({}) as never, handler })).toThrow(
      'an object with a validator for each',
    )
    expect(() => calls.once({ handler } as never)).toThrow('an object with a validator for each')
  })
})

test('calls.once works in an app’s own builder that extends the context', async () => {
  const t = start()
  const asked = { amount: 1, shop: 'tea', call: call() }
  const answer = { shop: 'tea', paid: { transactionId: 'transaction-1' } }
  expect(await t.action(api.payments.chargeInShop, asked)).toEqual(answer)
  const settled = await t.mutation(api.calls.settle, { ...about(), action: 'payments:chargeInShop' })
  expect(settled).toEqual({ state: 'finished', value: answer })
})

describe('calls.api({ allow })', () => {
  function startWith(allow: (target: CallTarget) => boolean | Promise<boolean>): Test {
    const asked = vi.fn(allow)
    const functions = new Calls(components.calls).api({ allow: (_ctx, target) => asked(target) })
    const modules = { './_generated/api.js': async () => ({}), './calls.ts': async () => functions }
    const t = convexTest({ schema: defineSchema({}), modules })
    register(t)
    return Object.assign(t, { asked })
  }

  test('a request that is not allowed seals nothing, and gets unknown', async () => {
    const t = startWith(async ({ id }) => id !== 'cart-1')
    const refused = { state: 'unknown', why: 'not-allowed' }
    expect(await t.mutation(api.calls.settle, about())).toEqual(refused)
    expect(await t.query(api.calls.outcome, { id: 'cart-1', try: 'try-1' })).toEqual(refused)
    expect(await rowsOf(t)).toEqual([])
    expect(await t.mutation(api.calls.settle, about(['try-1'], 'cart-2'))).toEqual({ state: 'never' })
  })

  test('allow receives the question', async () => {
    const asked: CallTarget[] = []
    const t = startWith((target) => asked.push(target) > 0)
    await t.mutation(api.calls.settle, about())
    await t.query(api.calls.outcome, { id: 'cart-1', try: 'try-1', action: 'payments:charge' })
    await t.query(api.calls.outcome, { id: 'cart-1' })
    expect(asked).toEqual([
      { action: 'payments:charge', id: 'cart-1', tries: ['try-1'] },
      { action: 'payments:charge', id: 'cart-1', tries: ['try-1'] },
      { action: undefined, id: 'cart-1', tries: [] },
    ])
  })
})

test('a Refusal of another copy of the package is a Refusal', async () => {
  vi.resetModules()
  const other = await import('../src/refusal.js')
  expect(other.Refusal).not.toBe(Refusal)
  expect(other.isRefusal(new Refusal('no'))).toBe(true)
  expect(other.isRefusal(new Error('no'))).toBe(false)
  expect(isCallProblem({ convexAction: 'sealed', message: '' })).toBe(true)
  expect(isCallProblem('sealed')).toBe(false)
})
