import { ConvexError } from 'convex/values'
import { describe, expect, test, vi } from 'vitest'
import { Refusal } from '../src/index.js'
import { about, ada, api, bob, call, day, gate, internal, rowsOf, service, start, statesOf } from './setup.js'

const paid = { transactionId: 'transaction-1' }
const problem = (convexAction: string) =>
  expect.objectContaining({ data: expect.objectContaining({ convexAction }) })

describe('without the argument `call`', () => {
  test('the handler simply runs each time, with a new id, and nothing is remembered', async () => {
    const t = start()
    await t.action(api.payments.charge, { amount: 1 })
    await t.action(api.payments.charge, { amount: 1 })
    const [first, second] = service.charges.map(({ id }) => id)
    expect(first).toMatch(/^[0-9a-f-]{36}$/)
    expect(second).not.toBe(first)
    expect(await rowsOf(t)).toEqual([])
  })
})

describe('rule 1: a claim is decided by a mutation, under the function’s real name, the user and the id', () => {
  test('two tries with one id have one effect and one answer, even at the same time', async () => {
    const t = start()
    const { open, opened } = gate()
    service.before = () => opened
    const first = t.action(api.payments.charge, { amount: 1, call: call('try-1') })
    await vi.waitFor(async () => expect(await statesOf(t)).toEqual(['running']), 20_000)
    const second = t.action(api.payments.charge, { amount: 1, call: call('try-2') })
    open()
    // The second caller is not signed in, and needs the try that made the call.
    await expect(first).resolves.toEqual(paid)
    await expect(second).rejects.toEqual(problem('taken'))
    expect(service.charges).toEqual([{ id: 'cart-1', amount: 1 }])
  })

  test('a user’s second try gets the answer of the first try', async () => {
    const t = start().withIdentity(ada)
    const { open, opened } = gate()
    service.before = () => opened
    const tries = ['try-1', 'try-2'].map((secret) =>
      t.action(api.payments.charge, { amount: 1, call: call(secret) }),
    )
    open()
    await expect(Promise.all(tries)).resolves.toEqual([paid, paid])
    await expect(t.action(api.payments.charge, { amount: 1, call: call('try-3') })).resolves.toEqual(paid)
    expect(service.charges).toHaveLength(1)
  })

  test('the same id is a separate call for each user and each function', async () => {
    const t = start()
    await t.withIdentity(ada).action(api.payments.charge, { amount: 1, call: call('try-1') })
    await t.withIdentity(bob).action(api.payments.charge, { amount: 1, call: call('try-2') })
    await t.action(api.payments.charge, { amount: 1, call: call('try-3') })
    await t.withIdentity(ada).action(api.payments.chargeAgain, { amount: 1, call: call('try-4') })
    expect(service.charges).toHaveLength(4)
    expect((await rowsOf(t)).map((row) => 'user' in row && [row.action, row.user])).toEqual([
      ['payments:charge', 'ada'],
      ['payments:charge', 'bob'],
      ['payments:charge', null],
      ['payments:chargeAgain', 'ada'],
    ])
  })

  test('a function that another function runs is claimed under its own name', async () => {
    const t = start()
    await t.action(api.payments.chargeThrough, { amount: 1, id: 'cart-1', try: 'try-1' })
    expect(await rowsOf(t)).toMatchObject([{ action: 'payments:chargeInternally', state: 'finished' }])
    await t.action(internal.payments.chargeInternally, { amount: 1, call: call('try-2', 'cart-2') })
    expect(service.charges).toHaveLength(2)
  })

  test('the same id with other arguments is refused, even after the call failed, and nothing runs', async () => {
    const t = start().withIdentity(ada)
    await t.action(api.payments.charge, { amount: 1, call: call('try-1') })
    const other = t.action(api.payments.charge, { amount: 2, call: call('try-2') })
    await expect(other).rejects.toEqual(problem('other-arguments'))
    service.before = () => Promise.reject(new Error('down'))
    await t.action(api.payments.charge, { amount: 1, call: call('try-3', 'cart-2') }).catch(() => {})
    service.before = async () => {}
    const later = t.action(api.payments.charge, { amount: 2, call: call('try-4', 'cart-2') })
    await expect(later).rejects.toEqual(problem('other-arguments'))
    expect(service.charges).toHaveLength(1)
  })

  test('the order of keys in arguments does not matter, and every Convex value makes a difference', async () => {
    const t = start().withIdentity(ada)
    const note = { a: [1n, { x: 1, y: new Uint8Array([1]).buffer }], b: Number.NaN }
    const reordered = { b: Number.NaN, a: [1n, { y: new Uint8Array([1]).buffer, x: 1 }] }
    await t.action(api.payments.charge, { amount: 1, note, call: call('try-1') })
    await expect(
      t.action(api.payments.charge, { note: reordered, call: call('try-2'), amount: 1 }),
    ).resolves.toEqual(paid)
    for (const other of [
      { ...note, a: [2n] },
      { ...note, b: 0 },
      { ...note, c: null },
    ]) {
      const different = t.action(api.payments.charge, { amount: 1, note: other, call: call('try-3') })
      await expect(different).rejects.toEqual(problem('other-arguments'))
    }
  })

  test('the stored fingerprint reveals nothing about the arguments: the same arguments look different under another id', async () => {
    const t = start()
    await t.action(api.payments.charge, { amount: 1, note: 'tok_visa', call: call('try-1', 'cart-1') })
    await t.action(api.payments.charge, { amount: 1, note: 'tok_visa', call: call('try-2', 'cart-2') })
    const rows = await rowsOf(t)
    expect(JSON.stringify(rows)).not.toContain('tok_visa')
    const [first, second] = rows.map((row) => 'mac' in row && row.mac)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(second).not.toBe(first)
  })
})

describe('rule 2: a call is running, finished, refused, failed or lost', () => {
  test('a result is remembered: a repeat gets it, and nothing runs', async () => {
    const t = start().withIdentity(ada)
    await t.action(api.payments.charge, { amount: 1, call: call('try-1') })
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'finished', value: paid })
  })

  test('a Refusal is remembered like a result', async () => {
    const t = start().withIdentity(ada)
    service.before = () => Promise.reject(new Refusal('The card was declined.'))
    await expect(t.action(api.payments.charge, { amount: 1, call: call('try-1') })).rejects.toThrow(
      'declined',
    )
    service.before = async () => {}
    const again = t.action(api.payments.charge, { amount: 1, call: call('try-2') })
    await expect(again).rejects.toMatchObject({ data: 'The card was declined.' })
    expect(service.charges).toEqual([])
    expect(await t.mutation(api.calls.settle, about())).toEqual({
      state: 'refused',
      value: 'The card was declined.',
    })
  })

  test('any other failure is reported, and a new try may claim the call', async () => {
    const t = start()
    service.before = () => Promise.reject(new ConvexError({ code: 'down' }))
    await t.action(api.payments.charge, { amount: 1, call: call('try-1') }).catch(() => {})
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'failed', value: { code: 'down' } })
    service.before = () => Promise.reject(new Error('with a secret'))
    await t.action(api.payments.charge, { amount: 1, call: call('try-2') }).catch(() => {})
    expect(await t.mutation(api.calls.settle, about(['try-2']))).toEqual({ state: 'failed' })
    expect(JSON.stringify(await rowsOf(t))).not.toContain('with a secret')
    service.before = async () => {}
    await expect(t.action(api.payments.charge, { amount: 1, call: call('try-3') })).resolves.toEqual(paid)
    // The newest claim counts, even for a caller with an older try.
    expect(await t.mutation(api.calls.settle, about(['try-1', 'try-2']))).toEqual({
      state: 'finished',
      value: paid,
    })
    expect(await statesOf(t)).toEqual(['failed', 'failed', 'finished'])
  })

  test('a request that arrives a second time never runs', async () => {
    const t = start()
    service.before = () => Promise.reject(new ConvexError('down'))
    await t.action(api.payments.charge, { amount: 1, call: call('try-1') }).catch(() => {})
    service.before = async () => {}
    await expect(t.action(api.payments.charge, { amount: 1, call: call('try-1') })).rejects.toMatchObject({
      data: 'down',
    })
    await t.action(api.payments.charge, { amount: 1, call: call('try-2') })
    await expect(t.action(api.payments.charge, { amount: 1, call: call('try-2') })).resolves.toEqual(paid)
    expect(service.charges).toHaveLength(1)
  })

  test('a try that claimed one call cannot claim another call', async () => {
    const t = start()
    await t.action(api.payments.charge, { amount: 1, call: call('try-1', 'cart-1') })
    const other = t.action(api.payments.charge, { amount: 1, call: call('try-1', 'cart-2') })
    await expect(other).rejects.toEqual(problem('other-arguments'))
    expect(service.charges).toHaveLength(1)
  })
})

describe('rule 5: settle is one mutation, and looks up each try by itself, whoever asks', () => {
  test('a try that has not begun never begins: a late claim is refused for every user and every name', async () => {
    const t = start()
    expect(await t.withIdentity(ada).mutation(api.calls.settle, about(['try-1', 'try-2']))).toEqual({
      state: 'never',
    })
    for (const late of [t, t.withIdentity(ada), t.withIdentity(bob)]) {
      for (const name of ['charge', 'chargeCards', 'chargeAgain', 'chargeInSecret'] as const) {
        for (const secret of ['try-1', 'try-2']) {
          const claim = late.action(api.payments[name], { amount: 1, call: call(secret, `cart-${name}`) })
          await expect(claim).rejects.toEqual(problem('sealed'))
        }
      }
    }
    expect(service.charges).toEqual([])
  })

  test('a running try is never stopped: a try that has begun keeps its call', async () => {
    const t = start()
    const { open, opened } = gate()
    service.before = () => opened
    const charging = t.action(api.payments.charge, { amount: 1, call: call() })
    await vi.waitFor(async () => expect(await statesOf(t)).toEqual(['running']), 20_000)
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'running' })
    open()
    await expect(charging).resolves.toEqual(paid)
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'finished', value: paid })
  })

  test('an id is never blocked: after one try is sealed, the next try pays', async () => {
    const t = start()
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'never' })
    await expect(t.action(api.payments.charge, { amount: 1, call: call('try-2') })).resolves.toEqual(paid)
    expect(await t.mutation(api.calls.settle, about(['try-1', 'try-2']))).toEqual({
      state: 'finished',
      value: paid,
    })
    expect(await statesOf(t)).toEqual(['sealed', 'finished'])
  })

  test('another user’s call is unknown, and a try of that user is not changed', async () => {
    const t = start()
    await t.withIdentity(ada).action(api.payments.charge, { amount: 1, call: call() })
    const unknown = { state: 'unknown', why: 'other' }
    expect(await t.withIdentity(bob).mutation(api.calls.settle, about())).toEqual(unknown)
    expect(await t.mutation(api.calls.settle, about())).toEqual(unknown)
    expect(await t.withIdentity(ada).mutation(api.calls.settle, about())).toEqual({
      state: 'finished',
      value: paid,
    })
  })

  test('among tries of two users, the try that has not begun is sealed, and the answer is unknown', async () => {
    const t = start()
    await t.withIdentity(ada).action(api.payments.charge, { amount: 1, call: call() })
    const settled = await t.withIdentity(bob).mutation(api.calls.settle, about(['try-1', 'try-2']))
    expect(settled).toEqual({ state: 'unknown', why: 'other' })
    const late = t.withIdentity(bob).action(api.payments.charge, { amount: 1, call: call('try-2') })
    await expect(late).rejects.toEqual(problem('sealed'))
  })

  test('after a function is renamed, its old calls are found under the old name, and late claims are refused', async () => {
    const t = start()
    await t.action(api.payments.charge, { amount: 1, call: call('try-1') })
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'finished', value: paid })
    const underNew = { ...about(), action: 'payments:chargeCards' }
    expect(await t.mutation(api.calls.settle, underNew)).toEqual({ state: 'unknown', why: 'other' })
    expect(await t.mutation(api.calls.settle, about(['try-2'], 'cart-2'))).toEqual({ state: 'never' })
    const late = t.action(api.payments.chargeCards, { amount: 1, call: call('try-2', 'cart-2') })
    await expect(late).rejects.toEqual(problem('sealed'))
  })

  test('a call of another page of the same user is found by its id, without a try', async () => {
    const t = start().withIdentity(ada)
    await t.action(api.payments.charge, { amount: 1, call: call('try-of-another-tab') })
    expect(await t.mutation(api.calls.settle, about(['try-2']))).toEqual({ state: 'finished', value: paid })
    expect(await t.mutation(api.calls.settle, about([]))).toEqual({ state: 'finished', value: paid })
  })

  test('without a try nothing is sealed, so a missing call is unknown', async () => {
    const t = start().withIdentity(ada)
    expect(await t.mutation(api.calls.settle, about([]))).toEqual({ state: 'unknown', why: 'no-try' })
    expect(await rowsOf(t)).toEqual([])
  })
})

describe('rule 6: age', () => {
  test.each([-1, Number.NEGATIVE_INFINITY, Number.NaN, day / 2, day, Number.POSITIVE_INFINITY])(
    'an age of %d ms is unknown, and seals nothing',
    async (age) => {
      const t = start()
      expect(await t.mutation(api.calls.settle, { ...about(), age })).toEqual({
        state: 'unknown',
        why: 'age',
      })
      expect(await rowsOf(t)).toEqual([])
    },
  )

  test.each([0, day / 2 - 1])('an age of %d ms is answered', async (age) => {
    expect(await start().mutation(api.calls.settle, { ...about(), age })).toEqual({ state: 'never' })
  })
})

describe('rule 7: outcome is a live query that follows a call, and proves nothing else', () => {
  test('it reports each state of a call', async () => {
    const t = start()
    const { open, opened } = gate()
    service.before = () => opened
    const asked = { id: 'cart-1', try: 'try-1' }
    expect(await t.query(api.calls.outcome, asked)).toEqual({ state: 'unknown', why: 'other' })
    const charging = t.action(api.payments.charge, { amount: 1, call: call() })
    await vi.waitFor(
      async () => expect(await t.query(api.calls.outcome, asked)).toEqual({ state: 'running' }),
      20_000,
    )
    open()
    await charging
    expect(await t.query(api.calls.outcome, asked)).toEqual({ state: 'finished', value: paid })
  })

  test('a sealed try is unknown to outcome: only settle says that a call never runs', async () => {
    const t = start()
    await t.mutation(api.calls.settle, about())
    const asked = { id: 'cart-1', try: 'try-1' }
    expect(await t.query(api.calls.outcome, asked)).toEqual({ state: 'unknown', why: 'other' })
  })

  test('calls of another user and of another id are unknown', async () => {
    const t = start()
    await t.withIdentity(ada).action(api.payments.charge, { amount: 1, call: call() })
    const unknown = { state: 'unknown', why: 'other' }
    const asked = { id: 'cart-1', try: 'try-1', action: 'payments:charge' }
    expect(await t.withIdentity(bob).query(api.calls.outcome, asked)).toEqual(unknown)
    expect(await t.query(api.calls.outcome, asked)).toEqual(unknown)
    const other = { id: 'cart-2', try: 'try-1' }
    expect(await t.withIdentity(ada).query(api.calls.outcome, other)).toEqual(unknown)
  })

  test('a try reveals its own call only, not a call with another id or of an anonymous user', async () => {
    const t = start()
    await t.withIdentity(ada).action(api.payments.charge, { amount: 1, call: call('ada’s try') })
    await t.action(api.payments.charge, { amount: 1, call: call('try-1', 'cart-1') })
    await t.action(api.payments.charge, { amount: 1, call: call('try-2', 'cart-2') })
    const unknown = { state: 'unknown', why: 'other' }
    for (const [secret, id] of [
      ['ada’s try', 'cart-1'],
      ['try-1', 'cart-2'],
    ] as const) {
      expect(await t.query(api.calls.outcome, { id, try: secret })).toEqual(unknown)
      expect(await t.mutation(api.calls.settle, about([secret], id))).toEqual(unknown)
    }
  })

  test('a user finds the call of another page by its action and id', async () => {
    const t = start().withIdentity(ada)
    await t.action(api.payments.charge, { amount: 1, call: call('try-of-another-tab') })
    const asked = { id: 'cart-1', try: 'try-2', action: 'payments:charge' }
    expect(await t.query(api.calls.outcome, asked)).toEqual({ state: 'finished', value: paid })
  })
})

describe('rule 8: limits, and callers who are not signed in', () => {
  const long = (length: number) => 'x'.repeat(length)

  test('an id and a try of 128 characters are accepted; 129 or none are refused before anything runs', async () => {
    const t = start()
    await t.action(api.payments.charge, { amount: 1, call: call(long(128), long(128)) })
    for (const wrong of [call(long(129)), call('try', long(129)), call(''), call('try', '')]) {
      await expect(t.action(api.payments.charge, { amount: 1, call: wrong })).rejects.toEqual(
        problem('invalid'),
      )
    }
    expect(service.charges).toHaveLength(1)
    expect(await t.mutation(api.calls.settle, about([long(128)], long(128)))).toMatchObject({
      state: 'finished',
    })
    for (const [tries, id] of [
      [[long(129)], 'id'],
      [['try'], long(129)],
      [[''], 'id'],
      [['try'], ''],
    ] as const) {
      await expect(t.mutation(api.calls.settle, about([...tries], id))).rejects.toEqual(problem('invalid'))
    }
    await expect(t.query(api.calls.outcome, { id: long(129) })).rejects.toEqual(problem('invalid'))
    await expect(t.query(api.calls.outcome, { id: 'id', try: long(129) })).rejects.toEqual(problem('invalid'))
    expect(await rowsOf(t)).toHaveLength(1)
  })

  test('a request names at most 16 tries', async () => {
    const t = start()
    const tries = Array.from({ length: 17 }, (_, index) => `try-${index}`)
    await expect(t.mutation(api.calls.settle, about(tries))).rejects.toEqual(problem('invalid'))
    expect(await rowsOf(t)).toEqual([])
    expect(await t.mutation(api.calls.settle, about(tries.slice(1)))).toEqual({ state: 'never' })
    expect(await statesOf(t)).toEqual(Array.from({ length: 16 }, () => 'sealed'))
  })

  test('a caller who is not signed in gets a result only with a try of that call', async () => {
    const t = start()
    await t.action(api.payments.charge, { amount: 1, call: call('secret') })
    const unknown = { state: 'unknown', why: 'other' }
    expect(await t.mutation(api.calls.settle, about(['guessed']))).toEqual(unknown)
    expect(await t.mutation(api.calls.settle, about([]))).toEqual({ ...unknown })
    expect(await t.query(api.calls.outcome, { id: 'cart-1', action: 'payments:charge' })).toEqual(unknown)
    const repeat = t.action(api.payments.charge, { amount: 1, call: call('another') })
    await expect(repeat).rejects.toEqual(problem('taken'))
    expect(await t.mutation(api.calls.settle, about(['secret']))).toEqual({ state: 'finished', value: paid })
    expect(service.charges).toHaveLength(1)
  })
})
