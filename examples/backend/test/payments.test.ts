import type { ConvexClient } from 'convex/browser'
import { expect, test } from 'vitest'
import { api, internal } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

const payment = { amount: 4200, token: 'tok_visa' }

test('a charge moves money once and answers with its transaction', async () => {
  const { client, services } = await startExample()
  const { transactionId } = await client.action(api.payments.charge, payment)
  expect(services.payment.charges).toEqual([{ id: transactionId, ...payment }])
})

test('an invalid amount is refused before the service is called', async () => {
  const { client, services } = await startExample()
  for (const amount of [0, -5, 1.5, Number.NaN]) {
    await expect(client.action(api.payments.charge, { ...payment, amount })).rejects.toMatchObject({
      data: 'The amount must be a whole number of cents above zero.',
    })
  }
  expect(services.payment.received).toHaveLength(0)
})

test('without a call id a repeat is a second charge', async () => {
  const { client, services } = await startExample()
  await client.action(api.payments.charge, payment)
  await client.action(api.payments.charge, payment)
  expect(services.payment.charges).toHaveLength(2)
})

test('a repeated call id answers with the first transaction and charges nothing', async () => {
  const { client, services } = await startExample()
  const first = await client.action(api.payments.charge, { ...payment, callId: 'c1' })
  expect(await client.action(api.payments.charge, { ...payment, callId: 'c1' })).toEqual(first)
  expect(services.payment.charges).toHaveLength(1)
  expect(services.payment.received).toEqual([{ ...payment, idempotencyKey: 'c1' }])
})

test('a call id of another payment is refused', async () => {
  const { client, services } = await startExample()
  await client.action(api.payments.charge, { ...payment, callId: 'c1' })
  await expect(
    client.action(api.payments.charge, { ...payment, amount: 1, callId: 'c1' }),
  ).rejects.toMatchObject({ data: 'This call id was already used for something else.' })
  expect(services.payment.charges).toHaveLength(1)
})

test('repeats that arrive while the first is still running wait for its result', async () => {
  const { client, services } = await startExample()
  services.payment.behave({ delay: 200 })
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => client.action(api.payments.charge, { ...payment, callId: 'c1' })),
  )
  expect(new Set(answers.map(({ transactionId }) => transactionId)).size).toBe(1)
  expect(services.payment.charges).toHaveLength(1)
})

test('ten reconnects, each with a retry of one call id, charge once', { timeout: 30_000 }, async () => {
  const { connect, backend, services } = await startExample()
  backend.faults.on(
    (message, direction) => direction === 'out' && message.type === 'ActionResponse',
    'kill',
    {
      times: 10,
    },
  )
  const args = { ...payment, callId: 'cart-7' }
  for (let attempt = 1; attempt <= 10; attempt++) {
    const client = connect()
    void client.action(api.payments.charge, args).catch(() => {})
    await until(client, (state) => state.hasEverConnected && !state.isWebSocketConnected)
    await client.close()
  }
  const { transactionId } = await connect().action(api.payments.charge, args)
  expect(backend.runs('payments:charge')).toBe(11)
  expect(services.payment.charges).toEqual([{ id: transactionId, ...payment }])
})

test('a declined card is remembered: a repeat gets the same answer and does not charge the card', async () => {
  const { client, services } = await startExample()
  services.payment.behave({ refuse: 'Your card has insufficient funds.' })
  const declined = { data: 'Your card has insufficient funds.' }
  await expect(client.action(api.payments.charge, { ...payment, callId: 'c1' })).rejects.toMatchObject(
    declined,
  )
  services.payment.behave()
  await expect(client.action(api.payments.charge, { ...payment, callId: 'c1' })).rejects.toMatchObject(
    declined,
  )
  expect(services.payment.received).toHaveLength(1)
})

test('a service failure is not remembered: a repeat may succeed at once', async () => {
  const { client, services } = await startExample()
  services.payment.behave({ fail: true })
  await expect(client.action(api.payments.charge, { ...payment, callId: 'c1' })).rejects.toMatchObject({
    data: 'The payment service is out of order right now. Please try again later.',
  })
  services.payment.behave()
  const { transactionId } = await client.action(api.payments.charge, { ...payment, callId: 'c1' })
  expect(services.payment.charges).toEqual([{ id: transactionId, ...payment }])
})

test('a service that cannot be reached is reported with a clear message', async () => {
  const { client, services } = await startExample()
  await services.payment.close()
  await expect(client.action(api.payments.charge, payment)).rejects.toMatchObject({
    data: 'The payment service cannot be reached right now. Please try again later.',
  })
})

test('a repeat takes over from a first try that died, once its lease has expired', async () => {
  const { client, backend, services } = await startExample()
  await client.action(api.payments.charge, { ...payment, callId: 'c1' })
  const dead = await backend.mutation(async (ctx) => {
    const call = await ctx.db.query('calls').first()
    if (!call) throw new Error('There is no call.')
    await ctx.db.patch(call._id, { outcome: undefined, leaseUntil: Date.now() + 300 })
    return call
  })
  const started = Date.now()
  await client.action(api.payments.charge, { ...payment, callId: 'c1' })
  expect(Date.now() - started).toBeGreaterThanOrEqual(290)
  expect(services.payment.charges).toHaveLength(2)
  expect(dead.key).toContain('c1')
})

test('if two tries both charged, all answers name the first to finish', async () => {
  const { backend } = await startExample()
  const key = 'k'
  const lease = { key, fingerprint: 'f', leaseMs: -1 }
  await backend.mutation(internal.idempotency.claim, { ...lease, leaseHolder: 'slow' })
  expect(await backend.mutation(internal.idempotency.claim, { ...lease, leaseHolder: 'next' })).toEqual({
    kind: 'claimed',
  })
  const outcome = (result: string) => ({ kind: 'succeeded' as const, result })
  const first = await backend.mutation(internal.idempotency.finish, { key, outcome: outcome('slow') })
  expect(await backend.mutation(internal.idempotency.finish, { key, outcome: outcome('next') })).toEqual(
    first,
  )
})

test('a finished call is forgotten', async () => {
  const { backend } = await startExample()
  const claim = { key: 'k', fingerprint: 'f', leaseHolder: 'a', leaseMs: 60_000 }
  await backend.mutation(internal.idempotency.claim, claim)
  expect(await backend.mutation(internal.idempotency.claim, claim)).toEqual({ kind: 'running' })
  const [scheduled] = await backend.mutation((ctx) => ctx.db.system.query('_scheduled_functions').collect())
  await backend.mutation(internal.idempotency.forget, scheduled?.args[0] as never)
  expect(await backend.mutation(internal.idempotency.claim, claim)).toEqual({ kind: 'claimed' })
})

test('a call that failed and was made again is remembered for a day from then on', async () => {
  const { backend } = await startExample()
  const claim = { key: 'k', fingerprint: 'f', leaseHolder: 'a', leaseMs: 60_000 }
  await backend.mutation(internal.idempotency.claim, claim)
  await backend.mutation(internal.idempotency.release, { key: 'k', leaseHolder: 'a' })
  await backend.mutation(internal.idempotency.claim, claim)
  const [first] = await backend.mutation((ctx) => ctx.db.system.query('_scheduled_functions').collect())
  await backend.mutation(internal.idempotency.forget, first?.args[0] as never)
  expect(await backend.mutation(internal.idempotency.claim, claim)).toEqual({ kind: 'running' })
})

test('a call id that two users have in common is two payments', async () => {
  const { connect, services } = await startExample()
  services.payment.behave({ honourIdempotencyKey: true })
  for (const user of ['ada', 'bob']) {
    const client = connect()
    client.setAuth(() => services.identity.token(user))
    await client.action(api.payments.charge, { ...payment, callId: 'cart-1' })
  }
  expect(services.payment.charges).toHaveLength(2)
})

test('clients cannot reach the bookkeeping', async () => {
  const { client } = await startExample()
  const args = { key: 'k', leaseHolder: 'a' }
  await expect(client.mutation(internal.idempotency.release as never, args as never)).rejects.toThrow(
    'Server Error',
  )
})

type State = ReturnType<ConvexClient['connectionState']>

function until(client: ConvexClient, fits: (state: State) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = client.subscribeToConnectionState((state) => {
      if (!fits(state)) return
      unsubscribe()
      resolve()
    })
  })
}
