import type { ConvexClient } from 'convex/browser'
import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { type Services, startServices } from '../index.js'
import { orderOf, startExample, userNamed } from './setup.js'

type ServiceName = Exclude<keyof Services, 'environment' | 'close' | 'identity'>
type Case = [
  action: string,
  name: string,
  service: ServiceName,
  usualRefusal: string,
  call: (client: ConvexClient) => Promise<unknown>,
]

const checkout = {
  priceId: 'price_xxx',
  successUrl: 'http://localhost/yes',
  cancelUrl: 'http://localhost/no',
}
const cases: Case[] = [
  [
    'emails.send',
    'e-mail',
    'email',
    'The recipient’s mailbox is full.',
    (client) => client.action(api.emails.send, { to: 'ada@example.com', subject: 'Hi', body: 'Hello' }),
  ],
  [
    'emails.sendWelcome',
    'e-mail',
    'email',
    'The recipient’s mailbox is full.',
    async (client) => client.action(api.emails.sendWelcome, { userId: await userNamed(client, 'Ada') }),
  ],
  [
    'payments.charge',
    'payment',
    'payment',
    'Your card was declined.',
    (client) => client.action(api.payments.charge, { amount: 100, token: 'tok_visa' }),
  ],
  [
    'payments.createCheckoutSession',
    'payment',
    'payment',
    'Your account cannot take payments yet.',
    (client) => client.action(api.payments.createCheckoutSession, checkout),
  ],
  [
    'orders.pay',
    'payment',
    'payment',
    'Your card was declined.',
    async (client) => client.action(api.orders.pay, { orderId: await orderOf(client, 'Notebook') }),
  ],
  [
    'ai.generateImage',
    'image',
    'image',
    'This prompt is not allowed.',
    (client) => client.action(api.ai.generateImage, { prompt: 'A lighthouse' }),
  ],
  [
    'weather.fetch',
    'weather',
    'weather',
    'Too many requests.',
    (client) => client.action(api.weather.fetch, { city: 'Oslo' }),
  ],
  [
    'data.processAndSave',
    'data',
    'data',
    'There is no number in this data.',
    (client) => client.action(api.data.processAndSave, { data: '1 2 3' }),
  ],
]

test.each(cases)(
  '%s reports clearly that the %s service is out of order or cannot be reached',
  async (...of) => {
    const [, name, service, , call] = of
    const { client, services } = await startExample()
    services[service].behave({ fail: true })
    await expect(call(client)).rejects.toMatchObject({
      data: `The ${name} service is out of order right now. Please try again later.`,
    })
    await services[service].close()
    await expect(call(client)).rejects.toMatchObject({
      data: `The ${name} service cannot be reached right now. Please try again later.`,
    })
  },
)

test.each(cases)('%s passes on the message of a refusal by the %s service', async (...of) => {
  const [, , service, usual, call] = of
  const { client, services } = await startExample()
  services[service].behave({ refuse: true })
  await expect(call(client)).rejects.toMatchObject({ data: usual })
  services[service].behave({ refuse: 'Not today.' })
  await expect(call(client)).rejects.toMatchObject({ data: 'Not today.' })
})

test('a page can slow down a service from then on, and read what it received', async () => {
  const { client, services } = await startExample()
  const { url, received } = services.weather
  const tell = (told: object) => fetch(`${url}/_behave`, { method: 'POST', body: JSON.stringify(told) })
  await tell({ delay: 60_000 })
  let isAnswered = false
  const answered = () => {
    isAnswered = true
  }
  client.action(api.weather.fetch, { city: 'Oslo' }).then(answered, answered)
  await expect.poll(() => received).toHaveLength(1)
  await tell({})
  await client.action(api.weather.fetch, { city: 'Paris' })
  expect(isAnswered).toBe(false)
  expect(await (await fetch(`${url}/_received`)).json()).toEqual([{ city: 'Oslo' }, { city: 'Paris' }])
})

test('a page can read how often the payment service charged, including repeated payments', async () => {
  const { client, services } = await startExample()
  const read = async () => (await fetch(`${services.payment.url}/_charges`)).json()
  for (const token of ['tok_visa', 'tok_chargeDeclined', 'tok_visa'])
    await client.action(api.payments.charge, { amount: 4200, token }).catch(() => {})
  const charge = { id: expect.stringMatching(/^ch_/), amount: 4200, token: 'tok_visa' }
  expect(await read()).toEqual([charge, charge])
})

test('a service that was cleared has forgotten what it received and behaves well', async () => {
  const { client, services } = await startExample()
  services.weather.behave({ refuse: true })
  await client.action(api.weather.fetch, { city: 'Oslo' }).catch(() => {})
  services.weather.clear()
  expect(services.weather.received).toEqual([])
  expect(await client.action(api.weather.fetch, { city: 'Oslo' })).toMatchObject({ condition: 'Snow' })
})

test('an invalid request is answered, and the services keep running', async () => {
  const { services } = await startExample()
  for (const { url } of [services.email, services.image, services.data]) {
    expect((await fetch(url, { method: 'POST', body: 'nonsense' })).status).toBe(400)
    expect((await fetch(`${url}/_received`)).status).toBe(200)
  }
})

test('a port in use is reported, and no service is left running', async () => {
  const { services } = await startExample()
  const free = await startServices()
  await free.close()
  const emailPort = portOf(free.email)
  await expect(startServices({ emailPort, paymentPort: portOf(services.payment) })).rejects.toThrow(
    'EADDRINUSE',
  )
  const again = await startServices({ emailPort })
  await again.close()
})

function portOf({ url }: { url: string }): number {
  return Number(new URL(url).port)
}
