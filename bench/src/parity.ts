import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { createFakeClient } from '@convex-action/core/testing'
import { ConvexError } from 'convex/values'
import { type Contender, charge, type Receipt, type Shown } from './contender.js'

/** Something that a contender did not do. */
export class ParityError extends Error {
  override name = 'ParityError'
}

/** Tools for the checks of one contender. */
interface Checks {
  /** Throws if a promise is not kept. */
  check(isKept: boolean, promise: string): void
  /** Waits until something is true, but not forever. The caller checks it afterwards. */
  until(isSo: () => boolean): Promise<void>
  /** The outcome of a promise. Empty if it does not settle. */
  settled(promise: Promise<Receipt>): Promise<{ data?: Receipt; error?: unknown }>
}

/**
 * Checks that a contender does what it is measured for.
 *
 * @param patience The maximum time for each check, in milliseconds. Default: 10000.
 * @throws `ParityError` that says what the contender does not do.
 */
export async function checkParity(contender: Contender, patience = 10_000): Promise<void> {
  const checks: Checks = {
    check(isKept, promise) {
      if (!isKept) throw new ParityError(`${contender.name} is not comparable: ${promise}`)
    },
    async until(isSo) {
      const end = Date.now() + patience
      while (!isSo() && Date.now() < end) await setTimeout(1)
    },
    settled(promise) {
      const outcome = promise.then(
        (data) => ({ data }),
        (error: unknown) => ({ error }),
      )
      return Promise.race([outcome, setTimeout(patience, {}, { ref: false })])
    },
  }
  await checkPromise(contender, checks)
  await checkScreen(contender, checks)
  if (contender.runsMany) await checkMany(contender, checks)
}

async function checkPromise({ make, execute }: Contender, { check, until, settled }: Checks): Promise<void> {
  const client = createFakeClient()
  const store = make(client)
  const paid = settled(execute(store, { amount: 1 }, client))
  await until(() => client.calls(charge).length === 1)
  check(
    isDeepStrictEqual(client.calls(charge)[0]?.args, { amount: 1 }),
    'the arguments do not reach the client.',
  )
  client.resolve(charge, { amount: 1 })
  check(isDeepStrictEqual(await paid, { data: { amount: 1 } }), 'the result does not arrive.')
  const refused = settled(execute(store, { amount: 2 }, client))
  await until(() => client.calls(charge).length === 2)
  client.reject(charge, new ConvexError('No funds'))
  const outcome = await refused
  check(!!outcome.error, 'the error does not arrive.')
}

async function checkScreen(
  { make, execute, subscribe, read }: Contender,
  { check, until, settled }: Checks,
): Promise<void> {
  check(!subscribe === !read, 'it has one of "subscribe" and "read" without the other.')
  if (!subscribe || !read) return
  const client = createFakeClient()
  const store = make(client)
  const told: Shown['status'][] = []
  check(read(store).status === 'idle', 'it is not idle at first.')
  const unsubscribe = subscribe(store, () => told.push(read(store).status))
  const expect = async (status: Shown['status'], wanted: Partial<Shown> = {}) => {
    await until(() => told.at(-1) === status)
    const shown = read(store)
    check(shown.status === status, `it shows "${shown.status}" where "${status}" is due.`)
    check(told.at(-1) === status, `its subscriber is not called for "${status}".`)
    if (wanted.data) check(isDeepStrictEqual(shown.data, wanted.data), 'it does not show the result.')
    if (status === 'error') check(!!shown.error, 'it does not show the error.')
  }
  for (const [settle, status] of [
    [() => client.resolve(charge, { amount: 1 }), 'success'],
    [() => client.reject(charge, new ConvexError('No funds')), 'error'],
  ] as const) {
    const calls = client.calls(charge).length
    const outcome = settled(execute(store, { amount: 1 }, client))
    await expect('pending')
    await until(() => client.calls(charge).length > calls)
    settle()
    await outcome
    await expect(status, status === 'success' ? { data: { amount: 1 } } : {})
  }
  const before = told.length
  unsubscribe()
  const outcome = settled(execute(store, { amount: 1 }, client))
  await until(() => client.calls(charge).length === 3)
  client.resolve(charge, { amount: 1 })
  await outcome
  check(told.length === before, 'it calls a subscriber that has unsubscribed.')
}

/**
 * With three executions in flight, each gets its own result, and the newest is shown although it is not the last to
 * end.
 */
async function checkMany(
  { make, execute, read }: Contender,
  { check, until, settled }: Checks,
): Promise<void> {
  const client = createFakeClient()
  const store = make(client)
  const amounts = [1, 2, 3]
  const outcomes = amounts.map((amount) => settled(execute(store, { amount }, client)))
  await until(() => client.calls(charge).length === amounts.length)
  const calls = client.calls(charge)
  for (const index of [2, 0, 1]) calls[index]?.resolve({ amount: amounts[index] ?? 0 })
  const own = amounts.map((amount) => ({ data: { amount } }))
  check(
    isDeepStrictEqual(await Promise.all(outcomes), own),
    'of many in flight, one gets a result of another.',
  )
  if (!read) return
  await until(() => read(store).data?.amount === 3)
  check(read(store).data?.amount === 3, 'a late result of an older execution is shown.')
}
