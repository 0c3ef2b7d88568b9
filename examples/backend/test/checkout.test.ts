import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

const sale = {
  priceId: 'price_xxx',
  successUrl: 'http://localhost/success',
  cancelUrl: 'http://localhost/cancel',
}
const choose = (url: string, choice: string) =>
  fetch(url, { method: 'POST', body: new URLSearchParams({ choice }), redirect: 'manual' })

test('a checkout opens a page where paying charges once and leads back to the shop', async () => {
  const { client, services } = await startExample()
  const { url } = await client.action(api.payments.createCheckoutSession, sale)
  expect(services.payment.sessions).toMatchObject([{ priceId: 'price_xxx', status: 'open' }])
  for (const _time of ['first', 'again']) {
    const answer = await choose(url, 'pay')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, 'http://localhost/success'])
  }
  expect(services.payment.sessions).toMatchObject([{ status: 'paid' }])
  expect(services.payment.charges).toMatchObject([{ amount: 4200 }])
})

test('canceling a checkout leads back to the shop and charges nothing', async () => {
  const { client, services } = await startExample()
  const { url } = await client.action(api.payments.createCheckoutSession, sale)
  expect((await choose(url, 'cancel')).headers.get('location')).toBe('http://localhost/cancel')
  expect(services.payment.charges).toEqual([])
})

test('an item that is not for sale is refused with a clear message', async () => {
  const { client } = await startExample()
  await expect(
    client.action(api.payments.createCheckoutSession, { ...sale, priceId: 'price_nope' }),
  ).rejects.toMatchObject({ data: 'There is nothing for sale as “price_nope”.' })
})

test('a checkout returns to web addresses only', async () => {
  const { client, services } = await startExample()
  for (const back of [{ successUrl: '/success' }, { cancelUrl: 'javascript:alert(1)' }]) {
    await expect(
      client.action(api.payments.createCheckoutSession, { ...sale, ...back }),
    ).rejects.toMatchObject({ data: 'The shop has no web address to come back to.' })
  }
  expect(services.payment.sessions).toEqual([])
})
