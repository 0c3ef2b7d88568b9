import { mutationGeneric } from 'convex/server'
import { describe, expect, test, vi } from 'vitest'
import * as lib from '../src/component/lib.js'
import { Refusal } from '../src/index.js'
import { about, ada, api, call, rowsOf, service, start, startWithout, statesOf, type Test } from './setup.js'

const paid = { transactionId: 'transaction-1' }
const resultLost = expect.objectContaining({ data: expect.objectContaining({ convexAction: 'result-lost' }) })

/** The app, with notes that fail this many times. */
function startWithFailingNotes(times: number): Test & { failed: () => number } {
  let failed = 0
  const end = mutationGeneric(async (ctx, args) => {
    if (failed < times) {
      failed++
      throw new Error('the database is away')
    }
    return (lib.end as unknown as { _handler: typeof handler })._handler(ctx, args)
  })
  const handler = async (_ctx: unknown, _args: unknown): Promise<null> => null
  return Object.assign(start({ './lib.js': async () => ({ ...lib, end }) }), { failed: () => failed })
}

describe('rule 4: the note after the effect is retried, and never turns an answer into an error', () => {
  test('a note that fails three times is written at the fourth attempt', async () => {
    const t = startWithFailingNotes(3)
    await expect(t.action(api.payments.charge, { amount: 1, call: call() })).resolves.toEqual(paid)
    expect(t.failed()).toBe(3)
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'finished', value: paid })
    expect(service.charges).toHaveLength(1)
  })

  test('a note that is never written does not change the answer, and is logged', {
    timeout: 15_000,
  }, async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const t = startWithFailingNotes(Number.POSITIVE_INFINITY)
    await expect(t.action(api.payments.charge, { amount: 1, call: call() })).resolves.toEqual(paid)
    expect(t.failed()).toBe(6)
    expect(warn).toHaveBeenCalledOnce()
    // A call whose end is not recorded becomes "lost", not "never".
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'running' })
  })

  test('a failure is also answered unchanged when its note fails', async () => {
    const t = startWithFailingNotes(2)
    service.before = () => Promise.reject(new Refusal('declined'))
    await expect(t.action(api.payments.charge, { amount: 1, call: call() })).rejects.toMatchObject({
      data: 'declined',
    })
    expect(await statesOf(t)).toEqual(['refused'])
  })
})

describe('rule 4: a result that cannot be kept', () => {
  test('a result of 2 MB is answered, the call is finished without it, and the effect never happens again', async () => {
    const t = start().withIdentity(ada)
    const large = 'x'.repeat(2_000_000)
    service.answer = async () => large
    await expect(t.action(api.payments.charge, { amount: 1, call: call() })).resolves.toBe(large)
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'finished' })
    await expect(t.action(api.payments.charge, { amount: 1, call: call('try-2') })).rejects.toEqual(
      resultLost,
    )
    expect(service.charges).toHaveLength(1)
  })

  test('a result that Convex cannot send, such as a Date, does not make the call fail: it is finished without a result', async () => {
    const t = start().withIdentity(ada)
    service.answer = async () => new Date()
    await expect(t.action(api.payments.charge, { amount: 1, call: call() })).rejects.toEqual(resultLost)
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'finished' })
    await expect(t.action(api.payments.charge, { amount: 1, call: call('try-2') })).rejects.toEqual(
      resultLost,
    )
    expect(service.charges).toHaveLength(1)
  })

  test('`keepResult: false` stores no result', async () => {
    const t = start()
    await expect(t.action(api.payments.chargeInSecret, { amount: 1, call: call() })).resolves.toEqual(paid)
    const settled = await t.mutation(api.calls.settle, { ...about(), action: 'payments:chargeInSecret' })
    expect(settled).toEqual({ state: 'finished' })
    expect(JSON.stringify(await rowsOf(t))).not.toContain('transaction-1')
  })

  test('a Refusal whose data is too large is still a refusal', async () => {
    const t = start().withIdentity(ada)
    service.before = () => Promise.reject(new Refusal('x'.repeat(2_000_000)))
    await t.action(api.payments.charge, { amount: 1, call: call() }).catch(() => {})
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'refused' })
    // Not "result-lost", which would say that it was carried out.
    const again = t.action(api.payments.charge, { amount: 1, call: call('try-2') })
    await expect(again).rejects.toThrow('This call was refused before.')
  })

  test.each([
    ['a bigint and bytes', { n: 12n, b: new Uint8Array([1, 2]).buffer }],
    ['an array of 10,000 elements, more than a document may hold', Array.from({ length: 10_000 }, () => 1)],
    ['20 levels, more than a document may have', Array.from({ length: 20 }).reduce((inner) => [inner], 1)],
    ['a text of half a surrogate pair and a quote', '\ud800"'],
  ])('%s is kept as it is', async (_what, result) => {
    const t = start()
    service.answer = async () => result
    await t.action(api.payments.charge, { amount: 1, call: call() })
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'finished', value: result })
  })

  test('undefined is stored as Convex sends it: as null', async () => {
    const t = start()
    service.answer = async () => undefined
    await t.action(api.payments.charge, { amount: 1, call: call() })
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'finished', value: null })
  })
})

describe('without the setup', () => {
  test('the component is not installed: nothing runs, and settle fails instead of claiming anything', async () => {
    const t = startWithout()
    const claim = t.action(api.payments.charge, { amount: 1, call: call() })
    await expect(claim).rejects.toThrow('Component "calls" is not registered')
    expect(service.charges).toEqual([])
    await expect(t.mutation(api.calls.settle, about())).rejects.toThrow('Component "calls" is not registered')
    await expect(t.query(api.calls.outcome, { id: 'cart-1' })).rejects.toThrow('is not registered')
    // Without `call` there is nothing to remember.
    await expect(t.action(api.payments.charge, { amount: 1 })).resolves.toEqual(paid)
  })

  test('a function that does not know the argument `call` refuses the request before its handler', async () => {
    const t = start()
    const asked = { amount: 1, call: call() } as { amount: number }
    await expect(t.action(api.payments.chargeUnguarded, asked)).rejects.toThrow('call')
    expect(service.charges).toEqual([])
  })
})
