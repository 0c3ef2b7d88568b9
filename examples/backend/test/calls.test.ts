import { createActionStore } from '@convex-action/core'
import { recover } from '@convex-action/core/recovery'
import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

const payment = { amount: 4200, token: 'tok_visa' }
const call = (secret: string, id = 'cart-1') => ({ id, try: secret, guarded: 1 as const })

type Example = Awaited<ReturnType<typeof startExample>>

const remembered = ({ backend }: Pick<Example, 'backend'>) =>
  backend.inComponent('calls', async (ctx) =>
    (await ctx.db.query('tries').collect()).map(({ action, state }) => [action, state]),
  )

test('a payment with `call` is remembered, and the service gets the id of the call', async () => {
  const example = await startExample()
  await example.client.action(api.payments.charge, { ...payment, call: call('try-1') })
  expect(await remembered(example)).toEqual([['payments:charge', 'finished']])
  expect(example.services.payment.received).toEqual([{ ...payment, idempotencyKey: 'cart-1' }])
})

test('a declined card is remembered as refused', async () => {
  const example = await startExample()
  const declined = { amount: 4200, token: 'tok_chargeDeclined', call: call('try-1') }
  await expect(example.client.action(api.payments.charge, declined)).rejects.toMatchObject({
    data: 'Your card was declined.',
  })
  expect(await remembered(example)).toEqual([['payments:charge', 'refused']])
})

test('a report with `call` is written once, and its steps can be watched under the id of the call', async () => {
  const example = await startExample()
  const { client } = example
  await client.action(api.reports.generate, { month: 'may', call: call('try-1', 'report-1') })
  expect(await remembered(example)).toEqual([['reports:generate', 'finished']])
  expect(await client.query(api.reports.progress, { callId: 'report-1' })).toMatchObject({ done: 4 })
})

test('pages that send a call id but no `call` work as before: the component remembers nothing', async () => {
  const example = await startExample()
  const once = () => example.client.action(api.payments.charge, { ...payment, callId: 'c1' })
  expect(await once()).toEqual(await once())
  expect(example.services.payment.charges).toHaveLength(1)
  expect(await remembered(example)).toEqual([])
})

test('a signed-in user gets the same transaction on a second page, and is charged once', async () => {
  const example = await startExample()
  const pages = [example.client, example.connect()]
  for (const page of pages) page.setAuth(() => example.services.identity.token('ada'))
  const [first, second] = await Promise.all(
    pages.map((page, index) => page.action(api.payments.charge, { ...payment, call: call(`try-${index}`) })),
  )
  expect(second).toEqual(first)
  expect(example.services.payment.charges).toHaveLength(1)
})

/** A page that pays with a store with recovery. */
const pay = ({ client }: Pick<Example, 'client'>, options: object = {}) =>
  createActionStore(api.payments.charge, { client, recovery: recover(api.calls), ...options })

for (const [when, direction, type] of [
  ['before the request arrives', 'in', 'Action'],
  ['before the answer is read', 'out', 'ActionResponse'],
] as const)
  test(`a payment whose connection is cut ${when} is charged at most once, and the page knows the outcome`, async () => {
    const example = await startExample()
    const { backend, services } = example
    await example.client.query(api.users.list, {})
    const seen: unknown[] = []
    const store = pay(example)
    store.subscribe(({ phase, status }) => seen.push(phase ?? status))
    backend.faults.on((message, way) => way === direction && message.type === type, 'kill', { times: 1 })
    const [end] = await Promise.allSettled([store.execute(payment)])
    expect(seen.slice(0, 3)).toEqual(['idle', 'running', 'checking'])
    const { charges } = services.payment
    if (direction === 'in') {
      expect(end).toMatchObject({ reason: { kind: 'connection', delivery: 'not-sent' } })
      expect(charges).toHaveLength(0)
      expect(await store.retry()).toEqual({ transactionId: expect.any(String) })
    } else expect(end).toMatchObject({ value: { transactionId: expect.any(String) } })
    expect(charges).toHaveLength(1)
  })

test('a page can ask directly what happened to a call, and follow it', async () => {
  const { client } = await startExample()
  const question = { action: 'payments:charge', id: 'cart-1', tries: ['try-1'], age: 1 }
  expect(await client.mutation(api.calls.settle, question)).toEqual({ state: 'never' })
  await expect(client.action(api.payments.charge, { ...payment, call: call('try-1') })).rejects.toMatchObject(
    { data: { convexAction: 'sealed' } },
  )
  expect(await client.query(api.calls.outcome, { id: 'cart-1', try: 'try-1' })).toMatchObject({
    state: 'unknown',
  })
})
