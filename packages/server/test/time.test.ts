import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Refusal } from '../src/index.js'
import {
  about,
  ada,
  api,
  call,
  components,
  day,
  dieAfterClaim,
  gate,
  inComponent,
  rowsOf,
  service,
  start,
  statesOf,
  type Test,
} from './setup.js'

const paid = { transactionId: 'transaction-1' }
const lost = expect.objectContaining({ data: expect.objectContaining({ convexAction: 'lost' }) })
// Taken before the clock is stopped.
const { setImmediate: turn } = globalThis

/** Lets pending work continue until the check passes, without time passing. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (let left = 200; ; left--) {
    const failure = await check().then(
      () => null,
      (error: unknown) => ({ error }),
    )
    if (!failure) return
    if (left === 0) throw failure.error
    await new Promise<void>((resolve) => turn(() => resolve()))
  }
}

/** Lets time pass, a second at a time, until the promise has settled. */
async function passUntil<T>(promise: Promise<T>): Promise<T> {
  let isSettled = false
  const settled = () => {
    isSettled = true
  }
  promise.then(settled, settled)
  while (!isSettled) {
    await seconds(1)
    await new Promise<void>((resolve) => turn(() => resolve()))
  }
  return promise
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000)

/** Makes the next charge take this long. Resolves once it has begun. */
function slow(ms: number): Promise<void> {
  const { open, opened } = gate()
  service.before = () => {
    open()
    return new Promise((resolve) => setTimeout(resolve, ms))
  }
  return opened
}
const beats = async (t: Test) => (await rowsOf(t)).map((row) => 'beatAt' in row && row.beatAt)
const jobs = (t: Test) => inComponent(t, (ctx) => ctx.db.system.query('_scheduled_functions').collect())

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
})

describe('rule 3: a running handler beats, and a silent handler is lost', () => {
  test('a handler that runs for less than 20 seconds does not beat', async () => {
    const t = start()
    const claimed = Date.now()
    const begun = slow(19_900)
    const charging = t.action(api.payments.charge, { amount: 1, call: call() })
    await begun
    await passUntil(charging)
    await seconds(100)
    expect(await beats(t)).toEqual([claimed])
  })

  test('a handler of 3 minutes beats every 20 seconds, is never lost, and its result is kept', async () => {
    const t = start()
    const claimed = Date.now()
    const begun = slow(180_000)
    const charging = t.action(api.payments.charge, { amount: 1, call: call() })
    await begun
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'running' })
    for (let beat = 1; beat <= 8; beat++) {
      await seconds(20)
      await eventually(async () => expect(await beats(t)).toEqual([claimed + beat * 20_000]))
      expect(await statesOf(t)).toEqual(['running'])
    }
    await expect(passUntil(charging)).resolves.toEqual(paid)
    expect(await statesOf(t)).toEqual(['finished'])
  })

  test('a call whose handler died is lost after 60 seconds of silence, and a page that follows it sees that', async () => {
    const t = start()
    await dieAfterClaim(t)
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'running' })
    await seconds(59.9)
    expect(await t.query(api.calls.outcome, { id: 'cart-1', try: 'try-1' })).toEqual({ state: 'running' })
    await seconds(0.1)
    await t.finishInProgressScheduledFunctions()
    expect(await t.query(api.calls.outcome, { id: 'cart-1', try: 'try-1' })).toEqual({ state: 'lost' })
    expect(await statesOf(t)).toEqual(['lost'])
  })

  test('a later question is answered at once, without a scheduled function', async () => {
    const t = start()
    await dieAfterClaim(t)
    await seconds(59)
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'running' })
    await seconds(1)
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'lost' })
  })

  test('a call that several pages follow is watched once', async () => {
    const t = start()
    await dieAfterClaim(t)
    for (let page = 0; page < 5; page++) await t.mutation(api.calls.settle, about())
    expect((await jobs(t)).filter(({ name }) => name === 'watch:watch')).toHaveLength(1)
  })

  test('a call is watched as long as it beats, and lost 60 seconds after the last beat', async () => {
    const t = start()
    await dieAfterClaim(t)
    await t.mutation(api.calls.settle, about())
    const beat = () => t.action((ctx) => ctx.runMutation(components.calls.lib.beat, { try: 'try-1' }))
    for (const _ of [1, 2, 3, 4]) {
      await seconds(40)
      await beat()
    }
    await seconds(59)
    await t.finishInProgressScheduledFunctions()
    expect(await statesOf(t)).toEqual(['running'])
    await seconds(1)
    await t.finishInProgressScheduledFunctions()
    expect(await statesOf(t)).toEqual(['lost'])
  })

  test('nothing is taken over automatically: a new try does not run a lost call again', async () => {
    const t = start()
    await dieAfterClaim(t)
    await seconds(60)
    await expect(t.action(api.payments.charge, { amount: 1, call: call('try-2') })).rejects.toEqual(lost)
    expect(service.charges).toEqual([])
    expect(await statesOf(t)).toEqual(['lost'])
  })

  test('a second try that waits for a dying handler ends as lost', async () => {
    const t = start()
    await dieAfterClaim(t)
    const waiting = t.action(api.payments.charge, { amount: 1, call: call('try-2') })
    await expect(passUntil(waiting)).rejects.toEqual(lost)
    expect(service.charges).toEqual([])
  })

  test('a function that is declared repeatable runs again, under the same id', async () => {
    const t = start()
    await dieAfterClaim(t, 'try-1', true)
    await seconds(60)
    await expect(t.action(api.payments.chargeAgain, { amount: 1, call: call('try-2') })).resolves.toEqual(
      paid,
    )
    expect(service.charges).toEqual([{ id: 'cart-1', amount: 1 }])
    const asked = { ...about(), action: 'payments:chargeAgain' }
    expect(await t.mutation(api.calls.settle, asked)).toEqual({ state: 'finished', value: paid })
  })

  test('a repeatable function also waits for a handler that still beats', async () => {
    const t = start()
    const begun = slow(90_000)
    const first = t.withIdentity(ada).action(api.payments.chargeAgain, { amount: 1, call: call('try-1') })
    await begun
    const second = t.withIdentity(ada).action(api.payments.chargeAgain, { amount: 1, call: call('try-2') })
    await expect(passUntil(Promise.all([first, second]))).resolves.toEqual([paid, paid])
    expect(service.charges).toHaveLength(1)
  })

  test('a lost call may still turn out finished', async () => {
    const t = start()
    await dieAfterClaim(t)
    await seconds(60)
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'lost' })
    const end = { try: 'try-1', state: 'finished' as const, value: '"late"' }
    await t.action((ctx) => ctx.runMutation(components.calls.lib.end, end))
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'finished', value: 'late' })
  })

  test('a lost call whose handler beats again counts as running', async () => {
    const t = start()
    await dieAfterClaim(t)
    await seconds(60)
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'lost' })
    await t.action((ctx) => ctx.runMutation(components.calls.lib.beat, { try: 'try-1' }))
    expect(await t.mutation(api.calls.settle, about())).toEqual({ state: 'running' })
  })

  test('if a try that counted as lost ends first, that is the end of the call, whatever the second try does', async () => {
    const t = start()
    await dieAfterClaim(t, 'try-1', true)
    await seconds(60)
    const begun = slow(10_000)
    service.answer = async () => Promise.reject(new Refusal('no'))
    const second = t.action(api.payments.chargeAgain, { amount: 1, call: call('try-2') })
    const told = expect(second).rejects.toThrow('no')
    await begun
    await t.action((ctx) => ctx.runMutation(components.calls.lib.beat, { try: 'try-1' }))
    expect(await statesOf(t)).toEqual(['lost', 'running'])
    const end = { try: 'try-1', state: 'finished' as const, value: '"first"' }
    await t.action((ctx) => ctx.runMutation(components.calls.lib.end, end))
    const asked = { ...about(['try-1', 'try-2']), action: 'payments:chargeAgain' }
    expect(await t.mutation(api.calls.settle, asked)).toEqual({ state: 'finished', value: 'first' })
    await seconds(10)
    await told
    expect(await t.mutation(api.calls.settle, asked)).toEqual({ state: 'finished', value: 'first' })
  })
})

describe('expired calls are forgotten in batches by the scheduler', () => {
  const forgetUntilNow = async (t: Test, ms: number) => {
    await vi.advanceTimersByTimeAsync(ms)
    await t.finishInProgressScheduledFunctions()
    // Batches follow each other without delay.
    for (let batch = 0; batch < 20; batch++) {
      await vi.advanceTimersByTimeAsync(1)
      await t.finishInProgressScheduledFunctions()
    }
  }

  test('calls and tombstones are forgotten after `retain`, and never before', async () => {
    const t = start()
    await t.action(api.payments.charge, { amount: 1, call: call() })
    await t.mutation(api.calls.settle, about(['try-2'], 'cart-2'))
    await forgetUntilNow(t, day - 1000)
    expect(await statesOf(t)).toEqual(['finished', 'sealed'])
    await forgetUntilNow(t, 1000)
    expect(await rowsOf(t)).toEqual([])
  })

  test('a call from the morning is not forgotten together with a call from midnight', async () => {
    const t = start()
    const hours = (count: number) => forgetUntilNow(t, count * 3_600_000)
    await t.action(api.payments.charge, { amount: 1, call: call('try-1', 'midnight') })
    await hours(8)
    await t.action(api.payments.charge, { amount: 1, call: call('try-2', 'morning') })
    await hours(16)
    expect(await rowsOf(t)).toMatchObject([{ id: 'morning' }])
    await hours(8)
    expect(await rowsOf(t)).toEqual([])
  })

  test('an app without calls has nothing scheduled, and the next call schedules again', async () => {
    const t = start()
    await t.action(api.payments.charge, { amount: 1, call: call() })
    await forgetUntilNow(t, day)
    const pending = async () => (await jobs(t)).filter(({ state }) => state.kind === 'pending')
    expect(await pending()).toEqual([])
    await t.action(api.payments.charge, { amount: 1, call: call('try-2') })
    expect(await pending()).toMatchObject([{ name: 'forget:forget' }])
    await forgetUntilNow(t, day)
    expect(await rowsOf(t)).toEqual([])
  })

  test('one sweep is scheduled for any number of calls', async () => {
    const t = start()
    for (let index = 0; index < 20; index++) {
      await t.action(api.payments.charge, { amount: 1, call: call(`try-${index}`, `cart-${index}`) })
    }
    expect((await jobs(t)).map(({ name }) => name)).toEqual(['forget:forget'])
  })

  test('1,200 rows go in three batches, and younger rows stay', async () => {
    const t = start()
    await t.mutation(api.calls.settle, about(['first']))
    await inComponent(t, async (ctx) => {
      const expiresAt = Date.now() + day
      for (let index = 0; index < 1199; index++) {
        await ctx.db.insert('tries', { try: `try-${index}`, state: 'sealed', expiresAt })
      }
    })
    await seconds(3600)
    await t.mutation(api.calls.settle, about(['young']))
    await forgetUntilNow(t, day - 3_600_000)
    expect(await rowsOf(t)).toMatchObject([{ try: 'young' }])
    const ran = (await jobs(t)).filter(({ state }) => state.kind === 'success')
    expect(ran.map(({ name }) => name)).toEqual(['forget:forget', 'forget:forget', 'forget:forget'])
    await forgetUntilNow(t, 3_600_000)
    expect(await rowsOf(t)).toEqual([])
  })

  test('a batch reads no more than a mutation may: large results are deleted a few at a time', async () => {
    const t = start()
    service.answer = async () => 'x'.repeat(900_000)
    for (let index = 0; index < 12; index++) {
      await t.action(api.payments.charge, { amount: 1, call: call(`try-${index}`, `cart-${index}`) })
    }
    await forgetUntilNow(t, day)
    expect(await rowsOf(t)).toEqual([])
    expect((await jobs(t)).map(({ state }) => state.kind)).toEqual(['success', 'success', 'success'])
  })

  test('a sweep that never came is scheduled again by the next call', async () => {
    const t = start()
    await t.mutation(api.calls.settle, about(['first']))
    await inComponent(t, async (ctx) => {
      for (const job of await ctx.db.system.query('_scheduled_functions').collect())
        await ctx.scheduler.cancel(job._id)
    })
    await forgetUntilNow(t, day + 3_600_001)
    expect(await statesOf(t)).toEqual(['sealed'])
    await t.mutation(api.calls.settle, about(['second']))
    await forgetUntilNow(t, day)
    expect(await rowsOf(t)).toEqual([])
  })
})
