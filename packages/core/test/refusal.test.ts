import { ConvexError, type GenericValidator, type Value, v } from 'convex/values'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ActionError } from '../src/index.js'
import { isRefusal } from '../src/refusal.js'

const errorWith = (data: unknown, kind: ActionError['kind'] = 'application') =>
  new ActionError({ kind, delivery: 'responded', action: 'payments:charge', attempt: 1, data })

const declined = v.object({ code: v.literal('declined'), reason: v.string(), limit: v.optional(v.number()) })

describe('isRefusal', () => {
  test('narrows the data of an error to what the validator says', () => {
    const error: unknown = errorWith({ code: 'declined', reason: 'Card expired.' })
    expect(isRefusal(error, declined) && error.data.reason.toUpperCase()).toBe('CARD EXPIRED.')
  })

  test('is false for other data, other kinds, and values that are not an ActionError', () => {
    const data = { code: 'declined', reason: 'Card expired.' }
    const others = [
      errorWith({ code: 'declined' }),
      errorWith({ ...data, more: 1 }),
      errorWith({ ...data, limit: 'high' }),
      errorWith(undefined),
      errorWith(data, 'server'),
      new ConvexError(data),
      undefined,
      null,
    ]
    expect(others.map((error) => isRefusal(error, declined))).toEqual(others.map(() => false))
  })

  const fitting: [GenericValidator, Value[], unknown[]][] = [
    [v.any(), [null, 1, 'a', [], {}], [undefined]],
    [v.null(), [null], [undefined, 0, '']],
    [v.string(), ['', 'a'], [1, null]],
    [v.id('users'), ['k57'], [1]],
    [v.number(), [0, Number.NaN], ['0', 1n]],
    [v.int64(), [1n], [1]],
    [v.boolean(), [false], [0]],
    [v.bytes(), [new ArrayBuffer(1)], ['', {}]],
    [v.literal(7), [7], ['7', 8]],
    [v.array(v.string()), [[], ['a']], [[1], {}, 'a']],
    [v.union(v.string(), v.null()), ['a', null], [1]],
    [v.record(v.string(), v.number()), [{}, { a: 1 }], [{ a: 'b' }, [], new ArrayBuffer(1)]],
    [v.object({ a: v.object({ b: v.string() }) }), [{ a: { b: '' } }], [{ a: {} }, {}, [], null]],
    [v.object({ a: v.optional(v.null()) }), [{}, { a: null }], [{ a: 1 }, { toString: 1 }]],
  ]
  for (const [validator, right, wrong] of fitting) {
    test(`knows v.${validator.kind}, as Convex checks it on a server`, () => {
      expect(right.map((data) => isRefusal(errorWith(data), validator))).toEqual(right.map(() => true))
      expect(wrong.map((data) => isRefusal(errorWith(data), validator))).toEqual(wrong.map(() => false))
    })
  }

  test('is false for an unknown kind of validator', () => {
    const unknown = Object.assign(v.string(), { kind: 'decimal' }) as never
    expect(isRefusal(errorWith('1.5'), unknown)).toBe(false)
  })

  test('accepts a Standard Schema, such as from Zod', () => {
    const schema = z.object({ code: z.enum(['declined', 'expired']) })
    const error: unknown = errorWith({ code: 'expired' })
    expect(isRefusal(error, schema) && error.data.code).toBe('expired')
    expect(isRefusal(errorWith({ code: 'lost' }), schema)).toBe(false)
  })

  test('refuses an asynchronous schema, because rendering cannot wait', () => {
    const schema = z.string().refine(async () => true)
    expect(() => isRefusal(errorWith('a'), schema)).toThrow('isRefusal needs a synchronous schema.')
  })
})
