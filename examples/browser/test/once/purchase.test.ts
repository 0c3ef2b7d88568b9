import { expect, test } from 'vitest'
import { startExample } from '../../example.js'
import {
  expectOnePurchase,
  finishLater,
  isCharging,
  isSave,
  isSaved,
  listOrders,
  openPurchase,
  paid,
  says,
} from '../purchase.js'
import { callIds, card, killByAnswer, listen, tells } from '../screen.js'

const example = startExample('vue')

test('a slow server makes nobody buy twice, however often the button is pressed', async () => {
  const { backend, services } = example
  services.payment.behave({ delay: 1500 })
  backend.faults.on(isSave, 'drop', { times: 1 })
  const { card: purchase, button } = await openPurchase(example)
  await button.press('Enter')
  await isCharging(example)
  await button.press('Enter')
  await says(button, 'Saving…')
  await button.press('Enter')
  // The client sends again what the server never got.
  backend.faults.kill()
  await tells(purchase, paid)
  await expectOnePurchase(example)
  expect(callIds(backend, 'payments:charge')).toHaveLength(1)
})

test('a connection that is lost with the answer to the charge costs nothing more', async () => {
  killByAnswer(example.backend, 1)
  const { card: purchase, button } = await openPurchase(example)
  const heard = await listen(purchase)
  await button.click()
  await tells(purchase, paid)
  expect(await heard.jsonValue()).toContain('Checking what happened…')
  await expectOnePurchase(example)
})

test('a connection that is cut while the card is charged costs nothing more', async () => {
  example.services.payment.behave({ delay: 1500 })
  const { card: purchase, button } = await openPurchase(example)
  await button.click()
  await isCharging(example)
  example.backend.faults.kill()
  await tells(purchase, paid)
  await expectOnePurchase(example)
  expect(example.services.payment.received).toHaveLength(1)
})

test('a connection that is cut before the order arrives saves it once', async () => {
  example.backend.faults.on(isSave, 'kill', { times: 1 })
  const { card: purchase, button } = await openPurchase(example)
  await button.click()
  await tells(purchase, paid)
  await expectOnePurchase(example)
})

test('a connection that is lost with the answer to the order saves it once', async () => {
  example.backend.faults.on(isSaved, 'kill', { times: 1 })
  const { card: purchase, button } = await openPurchase(example)
  await button.click()
  await tells(purchase, paid)
  await expectOnePurchase(example)
})

test('a page that is loaded anew while the card is charged finishes the purchase by itself', async () => {
  example.services.payment.behave({ delay: 1500 })
  const purchase = await openPurchase(example)
  await purchase.button.click()
  await isCharging(example)
  await purchase.page.reload()
  await tells(purchase.card, 'Checking what happened…')
  await tells(purchase.card, paid)
  await says(purchase.button, 'Buy for $28.00')
  await expectOnePurchase(example)
  expect(example.services.payment.received).toHaveLength(1)
})

test('a page that is loaded anew before it hears that the order is saved can finish the purchase', async () => {
  const release = example.backend.faults.on(isSaved, 'drop')
  const purchase = await openPurchase(example)
  await purchase.button.click()
  await expect.poll(async () => (await listOrders(example)).length).toBe(1)
  await purchase.page.reload()
  release()
  await finishLater(purchase)
  await expectOnePurchase(example)
})

test('a card that is declined while the connection is lost leaves nothing open: another one is charged', async () => {
  killByAnswer(example.backend, 1)
  const { card: purchase, button } = await openPurchase(example)
  await purchase.getByLabel('Pay with').selectOption('A card without')
  await button.click()
  await tells(purchase, 'Your card was declined.')
  await purchase.getByLabel('Pay with').selectOption('A card with money')
  await button.click()
  await tells(purchase, paid)
  await expectOnePurchase(example)
})

test('a payment service that is out of order charges nothing, and is asked again under the same id', async () => {
  example.services.payment.behave({ fail: true })
  const { card: purchase, button } = await openPurchase(example)
  await button.click()
  await tells(purchase, 'The payment service is out of order right now. Please try again later.')
  example.services.payment.behave()
  await says(button, 'Try again')
  await button.click()
  await tells(purchase, paid)
  await expectOnePurchase(example)
  const [first, second] = example.services.payment.received
  expect(second?.idempotencyKey).toBe(first?.idempotencyKey)
})

test('a cart that is open in two tabs is bought once', async () => {
  const { page, card: purchase, button } = await openPurchase(example)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await card(other, 'Buy').locator('[type=submit]').click()
  await button.click()
  await tells(purchase, paid)
  await tells(card(other, 'Buy'), paid)
  await expectOnePurchase(example)
})
