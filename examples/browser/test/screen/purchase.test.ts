import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import {
  expectOnePurchase,
  finishLater,
  isCharging,
  isSafe,
  isSave,
  listOrders,
  openPurchase,
  paid,
  says,
} from '../purchase.js'
import { callIds, card, follow, killByAnswer, listen, shows, tells } from '../screen.js'

onEachScreen((example) => {
  const lost = 'The connection was lost. It may have gone through all the same.'

  test('a purchase charges the card and saves what was bought', async () => {
    const { card: purchase, button, complaints } = await openPurchase(example)
    await shows(purchase, '2 × Green tea')
    await shows(purchase, '1 × Tea strainer')
    await button.click()
    await tells(purchase, paid)
    await expectOnePurchase(example)
    expect((await listOrders(example))[0]?.items).toEqual([
      { name: 'Green tea', quantity: 2, price: 950 },
      { name: 'Tea strainer', quantity: 1, price: 900 },
    ])
    expect(complaints).toEqual([])
  })

  test('somebody who buys the same again pays again', async () => {
    const { card: purchase, button } = await openPurchase(example)
    const labels = await follow(button)
    await button.click()
    await tells(purchase, paid)
    await button.click()
    await expect.poll(async () => (await listOrders(example)).length).toBe(2)
    await tells(purchase, paid)
    expect(example.services.payment.charges).toHaveLength(2)
    await says(button, 'Buy for $28.00')
    const once = ['Charging…', 'Saving…', 'Buy for $28.00']
    expect(await labels.jsonValue()).toEqual([...once, ...once])
  })

  test('a double click buys once', async () => {
    const { card: purchase, button } = await openPurchase(example)
    // Faster than any mouse: before the page has changed.
    await button.evaluate((element: HTMLButtonElement) => {
      element.click()
      element.click()
    })
    await tells(purchase, paid)
    await expectOnePurchase(example)
    expect(callIds(example.backend, 'payments:charge')).toHaveLength(1)
  })

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
    expect(await heard.jsonValue()).toContain('The connection was lost. Asking again in a moment…')
    await expectOnePurchase(example)
  })

  test('a page that is loaded anew between the charge and the order can finish the purchase', async () => {
    const release = example.backend.faults.on(isSave, 'drop')
    const purchase = await openPurchase(example)
    await purchase.button.click()
    await says(purchase.button, 'Saving…')
    await purchase.page.reload()
    release()
    await finishLater(purchase)
    await expectOnePurchase(example)
    const [first, second] = callIds(example.backend, 'payments:charge')
    expect(second).toBe(first)
  })

  test('a purchase that stays unknown can be tried again without fear, but not with another card', async () => {
    const release = killByAnswer(example.backend)
    const purchase = await openPurchase(example)
    await purchase.button.click()
    await tells(purchase.card, lost)
    await tells(purchase.card, isSafe)
    release()
    await finishLater(purchase)
    await expectOnePurchase(example)
    expect(new Set(callIds(example.backend, 'payments:charge')).size).toBe(1)
  })

  test('a card that is declined is not asked again, and another one is charged', async () => {
    const { card: purchase, button } = await openPurchase(example)
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
    await expectOnePurchase(example)
    const [first, second, third] = callIds(example.backend, 'payments:charge')
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  test('a cart stays with whoever filled it, and waits until they are back', async () => {
    const release = killByAnswer(example.backend)
    const purchase = await openPurchase(example)
    await purchase.button.click()
    await tells(purchase.card, isSafe)
    release()
    const identity = card(purchase.page, 'Ask who I am')
    await identity.getByRole('button', { name: 'Sign in as Ada' }).click()
    await says(purchase.button, 'Buy for $28.00')
    expect(await purchase.card.getByText(isSafe).count()).toBe(0)
    await identity.getByRole('button', { name: 'Sign out' }).click()
    await finishLater(purchase)
    await expectOnePurchase(example)
  })
})
