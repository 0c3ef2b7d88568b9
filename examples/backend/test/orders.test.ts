import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { orderOf, startExample } from './setup.js'

const items = [
  { name: 'Tea', quantity: 3, price: 250 },
  { name: 'Cup', quantity: 1, price: 900 },
]

test('an order is paid with its card, and moves from the open ones to the paid ones', async () => {
  const { client, services } = await startExample()
  const orderId = await orderOf(client, 'Notebook')
  const { transactionId } = await client.action(api.orders.pay, { orderId, callId: 'c1' })
  expect(services.payment.charges).toEqual([{ id: transactionId, amount: 900, token: 'tok_visa' }])
  expect(services.payment.received).toMatchObject([{ idempotencyKey: `tok_visa ${orderId}` }])
  expect(await client.query(api.orders.listPaid, {})).toMatchObject([
    { _id: orderId, amount: 900, transactionId },
  ])
  const open = await client.query(api.orders.listOpen, {})
  expect(open.map(({ _id }) => _id)).not.toContain(orderId)
})

test('an order is paid once, whoever pays, at the same time or later', async () => {
  const { client, connect, services } = await startExample()
  const orderId = await orderOf(client, 'Notebook')
  services.payment.behave({ delay: 50 })
  const ada = connect()
  ada.setAuth(() => services.identity.token('ada'))
  const [first, ...others] = await Promise.all([
    client.action(api.orders.pay, { orderId, callId: 'c1' }),
    client.action(api.orders.pay, { orderId, callId: 'c2' }),
    ada.action(api.orders.pay, { orderId, callId: 'c3' }),
  ])
  expect(others).toEqual([first, first])
  expect(await client.action(api.orders.pay, { orderId })).toEqual(first)
  expect(services.payment.charges).toHaveLength(1)
})

test('an order whose payment was not written down is paid once, also with another call id', async () => {
  const { client, backend, services } = await startExample()
  services.payment.behave({ honourIdempotencyKey: true })
  const orderId = await orderOf(client, 'Notebook')
  const first = await client.action(api.orders.pay, { orderId, callId: 'c1' })
  // As if the action had died between the charge and its note.
  await backend.mutation(async (ctx) => {
    await ctx.db.patch(orderId, { transactionId: undefined })
    for (const { _id } of await ctx.db.query('calls').collect()) await ctx.db.delete(_id)
  })
  expect(await client.action(api.orders.pay, { orderId, callId: 'c2' })).toEqual(first)
  expect(services.payment.charges).toHaveLength(1)
})

test('an order that was paid long ago answers with its transaction', async () => {
  const { client, backend, services } = await startExample()
  const orderId = await orderOf(client, 'Notebook')
  const first = await client.action(api.orders.pay, { orderId })
  await backend.mutation(async (ctx) => {
    for (const { _id } of await ctx.db.query('calls').collect()) await ctx.db.delete(_id)
  })
  expect(await client.action(api.orders.pay, { orderId })).toEqual(first)
  expect(services.payment.charges).toHaveLength(1)
})

test('a declined card is reported, the order stays open, and can be paid once the card is good', async () => {
  const { client, backend, services } = await startExample()
  const orderId = await orderOf(client, 'Umbrella')
  await expect(client.action(api.orders.pay, { orderId, callId: 'c1' })).rejects.toMatchObject({
    data: 'Your card was declined.',
  })
  expect(await orderOf(client, 'Umbrella')).toBe(orderId)
  await backend.mutation((ctx) => ctx.db.patch(orderId, { paymentToken: 'tok_visa' }))
  await client.action(api.orders.pay, { orderId, callId: 'c2' })
  expect(services.payment.charges).toHaveLength(1)
})

test('an order without a card cannot be paid', async () => {
  const { client, backend } = await startExample()
  const orderId = await orderOf(client, 'Notebook')
  await backend.mutation((ctx) => ctx.db.patch(orderId, { paymentToken: undefined }))
  await expect(client.action(api.orders.pay, { orderId })).rejects.toMatchObject({
    data: 'This order has no card.',
  })
})

test('a deleted order cannot be paid', async () => {
  const { client, backend, services } = await startExample()
  const orderId = await orderOf(client, 'Notebook')
  await backend.mutation((ctx) => ctx.db.delete(orderId))
  await expect(client.action(api.orders.pay, { orderId })).rejects.toMatchObject({
    data: 'This order does not exist any more.',
  })
  expect(services.payment.received).toHaveLength(0)
})

test('a purchase is saved once per transaction, with its total', async () => {
  const { client } = await startExample()
  const id = await client.mutation(api.orders.create, { items, transactionId: 'ch_1' })
  expect(await client.mutation(api.orders.create, { items, transactionId: 'ch_1' })).toBe(id)
  expect(await client.query(api.orders.listPaid, {})).toEqual([
    { _id: id, items, amount: 1650, transactionId: 'ch_1' },
  ])
})

test.each([
  ['an empty cart', [], 'The cart is empty.'],
  [
    'half a thing',
    [{ name: 'Tea', quantity: 0.5, price: 250 }],
    'A quantity must be a whole number above zero.',
  ],
  [
    'less than nothing',
    [{ name: 'Tea', quantity: -1, price: 250 }],
    'A quantity must be a whole number above zero.',
  ],
])('%s is not saved', async (_what, cart, data) => {
  const { client } = await startExample()
  await expect(
    client.mutation(api.orders.create, { items: cart, transactionId: 'ch_1' }),
  ).rejects.toMatchObject({ data })
  expect(await client.query(api.orders.listPaid, {})).toEqual([])
})
