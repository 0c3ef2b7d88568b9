import { api } from '@convex-action/example-backend/api'
import type { Locator } from 'playwright'
import { beforeEach, expect, test } from 'vitest'
import { startExample } from '../example.js'
import { callIds, card, follow, killByAnswer, listen, openCard, shows, tells } from './screen.js'

const example = startExample()

const openPurchase = () => openCard(example, 'Buy')
const paid = 'Paid $28.00 and saved your order.'
const isSafe = 'To try again is safe: it stays one payment.'
const lost = 'The connection was lost. It may have gone through all the same.'

const listOrders = () => example.backend.query(api.orders.listPaid, {})
let earlier = new Set<string>()
beforeEach(async () => {
  earlier = new Set((await listOrders()).map(({ _id }) => _id))
})
const findNewOrders = async () => (await listOrders()).filter(({ _id }) => !earlier.has(_id))

async function expectOnePurchase() {
  const { charges } = example.services.payment
  expect(charges).toEqual([{ id: expect.any(String), amount: 2800, token: 'tok_visa' }])
  expect(await findNewOrders()).toMatchObject([{ amount: 2800, transactionId: charges[0]?.id }])
}

type Message = { type: string; udfPath?: unknown }
const isSave = (message: Message, direction: string) =>
  direction === 'in' && message.udfPath === 'orders:create'
const isSaved = (message: Message, direction: string) =>
  direction === 'out' && message.type === 'MutationResponse'

/** Waits until the card is being charged, at the service. */
const isCharging = () => expect.poll(() => example.services.payment.received.length).toBe(1)

const says = (button: Locator, text: string) =>
  expect.poll(async () => (await button.textContent())?.trim()).toBe(text)

/** What somebody finds who left in the middle, and how it goes on. */
async function finishLater({ card: purchase, button }: { card: Locator; button: Locator }) {
  await tells(purchase, isSafe)
  await says(button, 'Try again')
  expect(await purchase.getByLabel('Pay with').isDisabled()).toBe(true)
  await button.click()
  await tells(purchase, paid)
  await says(button, 'Buy for $28.00')
  expect(await purchase.getByLabel('Pay with').isEnabled()).toBe(true)
}

test('a purchase charges the card and saves what was bought', async () => {
  const { card: purchase, button, complaints } = await openPurchase()
  await shows(purchase, '2 × Green tea')
  await shows(purchase, '1 × Tea strainer')
  await button.click()
  await tells(purchase, paid)
  await expectOnePurchase()
  expect((await findNewOrders())[0]?.items).toEqual([
    { name: 'Green tea', quantity: 2, price: 950 },
    { name: 'Tea strainer', quantity: 1, price: 900 },
  ])
  expect(complaints).toEqual([])
})

test('somebody who buys the same again pays again', async () => {
  const { card: purchase, button } = await openPurchase()
  const labels = await follow(button)
  await button.click()
  await tells(purchase, paid)
  await button.click()
  await expect.poll(async () => (await findNewOrders()).length).toBe(2)
  await tells(purchase, paid)
  expect(example.services.payment.charges).toHaveLength(2)
  await says(button, 'Buy for $28.00')
  const once = ['Charging…', 'Saving…', 'Buy for $28.00']
  expect(await labels.jsonValue()).toEqual([...once, ...once])
})

test('a double click buys once', async () => {
  const { card: purchase, button } = await openPurchase()
  // Faster than any mouse: before the page has changed.
  await button.evaluate((element: HTMLButtonElement) => {
    element.click()
    element.click()
  })
  await tells(purchase, paid)
  await expectOnePurchase()
  expect(callIds(example.backend, 'payments:charge')).toHaveLength(1)
})

test('a slow server makes nobody buy twice, however often the button is pressed', async () => {
  const { backend, services } = example
  services.payment.behave({ delay: 1500 })
  backend.faults.on(isSave, 'drop', { times: 1 })
  const { card: purchase, button } = await openPurchase()
  await button.press('Enter')
  await isCharging()
  await button.press('Enter')
  await says(button, 'Saving…')
  await button.press('Enter')
  // The client sends again what the server never got.
  backend.faults.kill()
  await tells(purchase, paid)
  await expectOnePurchase()
  expect(callIds(backend, 'payments:charge')).toHaveLength(1)
})

test('a connection that is cut while the card is charged costs nothing more', async () => {
  example.services.payment.behave({ delay: 1500 })
  const { card: purchase, button } = await openPurchase()
  await button.click()
  await isCharging()
  example.backend.faults.kill()
  await tells(purchase, paid)
  await expectOnePurchase()
  expect(example.services.payment.received).toHaveLength(1)
})

test('a connection that is lost with the answer to the charge costs nothing more', async () => {
  killByAnswer(example.backend, 1)
  const { card: purchase, button } = await openPurchase()
  const heard = await listen(purchase)
  await button.click()
  await tells(purchase, paid)
  expect(await heard.jsonValue()).toContain('The connection was lost. Asking again in a moment…')
  await expectOnePurchase()
})

test('a connection that is cut before the order arrives saves it once', async () => {
  example.backend.faults.on(isSave, 'kill', { times: 1 })
  const { card: purchase, button } = await openPurchase()
  await button.click()
  await tells(purchase, paid)
  await expectOnePurchase()
})

test('a connection that is lost with the answer to the order saves it once', async () => {
  example.backend.faults.on(isSaved, 'kill', { times: 1 })
  const { card: purchase, button } = await openPurchase()
  await button.click()
  await tells(purchase, paid)
  await expectOnePurchase()
})

test('a page that is loaded anew while the card is charged can finish the purchase', async () => {
  example.services.payment.behave({ delay: 1500 })
  const purchase = await openPurchase()
  await purchase.button.click()
  await isCharging()
  await purchase.page.reload()
  await finishLater(purchase)
  await expectOnePurchase()
  expect(example.services.payment.received).toHaveLength(1)
})

test('a page that is loaded anew between the charge and the order can finish the purchase', async () => {
  const release = example.backend.faults.on(isSave, 'drop')
  const purchase = await openPurchase()
  await purchase.button.click()
  await says(purchase.button, 'Saving…')
  await purchase.page.reload()
  release()
  await finishLater(purchase)
  await expectOnePurchase()
  const [first, second] = callIds(example.backend, 'payments:charge')
  expect(second).toBe(first)
})

test('a page that is loaded anew before it hears that the order is saved can finish the purchase', async () => {
  const release = example.backend.faults.on(isSaved, 'drop')
  const purchase = await openPurchase()
  await purchase.button.click()
  await expect.poll(async () => (await findNewOrders()).length).toBe(1)
  await purchase.page.reload()
  release()
  await finishLater(purchase)
  await expectOnePurchase()
})

test('a purchase that stays unknown can be tried again without fear, but not with another card', async () => {
  const release = killByAnswer(example.backend)
  const purchase = await openPurchase()
  await purchase.button.click()
  await tells(purchase.card, lost)
  await tells(purchase.card, isSafe)
  release()
  await finishLater(purchase)
  await expectOnePurchase()
  expect(new Set(callIds(example.backend, 'payments:charge')).size).toBe(1)
})

test('a card that is declined is not asked again, and another one is charged', async () => {
  const { card: purchase, button } = await openPurchase()
  const payWith = purchase.getByLabel('Pay with')
  await payWith.selectOption('A card without')
  await button.click()
  await tells(purchase, 'Your card was declined.')
  expect(await purchase.getByText(isSafe).count()).toBe(0)
  await says(button, 'Try again')
  await button.click()
  await expect.poll(() => callIds(example.backend, 'payments:charge').length).toBe(2)
  await tells(purchase, 'Your card was declined.')
  expect(example.services.payment.received).toHaveLength(1)
  await payWith.selectOption('A card with money')
  await says(button, 'Buy for $28.00')
  await button.click()
  await tells(purchase, paid)
  await expectOnePurchase()
  const [first, second, third] = callIds(example.backend, 'payments:charge')
  expect(second).toBe(first)
  expect(third).not.toBe(first)
})

test('a card that is declined while the connection is lost leaves nothing open: another one is charged', async () => {
  killByAnswer(example.backend, 1)
  const { card: purchase, button } = await openPurchase()
  await purchase.getByLabel('Pay with').selectOption('A card without')
  await button.click()
  await tells(purchase, 'Your card was declined.')
  await purchase.getByLabel('Pay with').selectOption('A card with money')
  await button.click()
  await tells(purchase, paid)
  await expectOnePurchase()
})

test('a payment service that is out of order charges nothing, and is asked again under the same id', async () => {
  example.services.payment.behave({ fail: true })
  const { card: purchase, button } = await openPurchase()
  await button.click()
  await tells(purchase, 'The payment service is out of order right now. Please try again later.')
  example.services.payment.behave()
  await says(button, 'Try again')
  await button.click()
  await tells(purchase, paid)
  await expectOnePurchase()
  const [first, second] = example.services.payment.received
  expect(second?.idempotencyKey).toBe(first?.idempotencyKey)
})

test('a cart that is open in two tabs is bought once', async () => {
  const { page, card: purchase, button } = await openPurchase()
  const other = await page.context().newPage()
  await other.goto(page.url())
  await card(other, 'Buy').locator('[type=submit]').click()
  await button.click()
  await tells(purchase, paid)
  await tells(card(other, 'Buy'), paid)
  await expectOnePurchase()
})

test('a cart stays with whoever filled it, and waits until they are back', async () => {
  const release = killByAnswer(example.backend)
  const purchase = await openPurchase()
  await purchase.button.click()
  await tells(purchase.card, isSafe)
  release()
  const identity = card(purchase.page, 'Ask who I am')
  await identity.getByRole('button', { name: 'Sign in as Ada' }).click()
  await says(purchase.button, 'Buy for $28.00')
  expect(await purchase.card.getByText(isSafe).count()).toBe(0)
  await identity.getByRole('button', { name: 'Sign out' }).click()
  await finishLater(purchase)
  await expectOnePurchase()
})
