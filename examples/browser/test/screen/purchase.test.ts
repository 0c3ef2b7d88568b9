import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import {
  expectOnePurchase,
  finishLater,
  isSafe,
  isSave,
  listOrders,
  openPurchase,
  paid,
  says,
} from '../purchase.js'
import { callIds, card, doubleClick, follow, holdAnswers, shows, tells } from '../screen.js'

onEachScreen((example) => {
  test('a declined card is asked once, another card pays, and whoever buys the same again pays again', async () => {
    const { backend, services } = example
    const { card: purchase, button, complaints } = await openPurchase(example)
    await shows(purchase, '2 × Green tea')
    await shows(purchase, '1 × Tea strainer')
    const payWith = purchase.getByLabel('Pay with')
    await payWith.selectOption('A card without')
    await button.click()
    await tells(purchase, 'Your card was declined.')
    expect(await purchase.getByText(isSafe).count()).toBe(0)
    await says(button, 'Try again')
    await button.click()
    await expect.poll(() => callIds(backend, 'payments:charge').length).toBe(2)
    await tells(purchase, 'Your card was declined.')
    expect(services.payment.received).toHaveLength(1)

    await payWith.selectOption('A card with money')
    await says(button, 'Buy for $28.00')
    const labels = await follow(button)
    await button.click()
    await tells(purchase, paid)
    await expectOnePurchase(example)
    expect((await listOrders(example))[0]?.items).toEqual([
      { name: 'Green tea', quantity: 2, price: 950 },
      { name: 'Tea strainer', quantity: 1, price: 900 },
    ])
    const [first, second, third] = callIds(backend, 'payments:charge')
    expect(second).toBe(first)
    expect(third).not.toBe(first)

    await doubleClick(button)
    await expect.poll(async () => (await listOrders(example)).length).toBe(2)
    await tells(purchase, paid)
    expect(services.payment.charges).toHaveLength(2)
    expect(callIds(backend, 'payments:charge')).toHaveLength(4)
    await says(button, 'Buy for $28.00')
    const once = ['Charging…', 'Saving…', 'Buy for $28.00']
    expect(await labels.jsonValue()).toEqual([...once, ...once])
    // The client tells of what the server refused.
    expect(complaints).toEqual([])
  })

  test('a purchase that is left in the middle can be finished: after a reload, and by whoever made it after somebody else was there', async () => {
    const { backend, services } = example
    const dropped = backend.faults.on(isSave, 'drop')
    const purchase = await openPurchase(example)
    await purchase.button.click()
    await says(purchase.button, 'Saving…')
    await purchase.page.reload()
    dropped()
    await finishLater(purchase)
    await expectOnePurchase(example)
    const [first, second] = callIds(backend, 'payments:charge')
    expect(second).toBe(first)

    const held = holdAnswers(backend)
    await purchase.button.click()
    await expect.poll(() => services.payment.charges.length).toBe(2)
    const identity = card(purchase.page, 'Ask who I am')
    await identity.getByRole('button', { name: 'Sign in as Ada' }).click()
    await says(purchase.button, 'Buy for $28.00')
    expect(await purchase.card.getByText(isSafe).count()).toBe(0)
    held()
    await identity.getByRole('button', { name: 'Sign out' }).click()
    // Its charge is found, and the order is saved by itself.
    await tells(purchase.card, paid)
    await says(purchase.button, 'Buy for $28.00')
    expect(services.payment.charges).toHaveLength(2)
    expect(await listOrders(example)).toHaveLength(2)
    expect(new Set(callIds(backend, 'payments:charge')).size).toBe(2)
  })
})
