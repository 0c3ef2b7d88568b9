import { beforeEach, expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { isSafe } from '../purchase.js'
import { callIds, killByAnswer, openCard, tells } from '../screen.js'

onEachScreen((example) => {
  beforeEach(() =>
    example.backend.mutation(async ({ db }) => {
      for (const { _id } of await db.query('orders').collect()) await db.delete(_id)
      const notebooks = { items: [{ name: 'Notebook', quantity: 2, price: 450 }], amount: 900 }
      const umbrella = { items: [{ name: 'Umbrella', quantity: 1, price: 1950 }], amount: 1950 }
      await db.insert('orders', { ...notebooks, paymentToken: 'tok_visa' })
      await db.insert('orders', { ...umbrella, paymentToken: 'tok_chargeDeclined' })
    }),
  )

  const notebooks = '2 × Notebook: $9.00'
  const umbrella = '1 × Umbrella: $19.50'

  async function openOrders() {
    const opened = await openCard(example, 'Pay an order')
    const order = opened.card.getByLabel('Order')
    const options = async () => (await order.locator('option').allTextContents()).map((text) => text.trim())
    await expect.poll(options).toEqual(['Choose an order', notebooks, umbrella])
    return { ...opened, order, options }
  }

  test('an order that is declined or stays unknown can be tried again under its call id; it is paid once, and no longer there to choose', async () => {
    const { backend, services } = example
    const { card: orders, button, order, options, complaints } = await openOrders()
    await order.selectOption(umbrella)
    await button.click()
    await tells(orders, 'Your card was declined.')
    expect((await button.textContent())?.trim()).toBe('Try again')
    await button.click()
    await expect.poll(() => services.payment.received.length).toBe(2)
    await tells(orders, 'Your card was declined.')
    expect(await orders.getByText(isSafe).count()).toBe(0)

    await order.selectOption(notebooks)
    expect((await button.textContent())?.trim()).toBe('Pay order')
    const release = killByAnswer(backend)
    services.payment.behave({ fail: true })
    await button.click()
    await tells(orders, isSafe)
    release()
    services.payment.behave()
    await button.click()
    await tells(orders, 'Paid.')
    await tells(orders, services.payment.charges[0]?.id ?? 'None yet.')
    expect(services.payment.charges).toMatchObject([{ amount: 900, token: 'tok_visa' }])
    const [first, second, third, ...repeated] = callIds(backend, 'orders:pay')
    expect(second).toBe(first)
    expect(third).not.toBe(first)
    expect(new Set(repeated)).toEqual(new Set([third]))
    await expect.poll(options).toEqual(['Choose an order', umbrella])
    expect(await order.evaluate((select: HTMLSelectElement) => select.selectedIndex)).toBe(0)

    await backend.mutation(async ({ db }) => {
      for (const { _id } of await db.query('orders').collect()) await db.delete(_id)
    })
    await orders.getByText('Every order is paid.', { exact: true }).waitFor()
    // The client tells of what the server refused, and of its socket.
    const isClients = (text: string) => /^\[CONVEX A\(orders:pay\)\]|WebSocket/.test(text)
    expect(complaints.filter((text) => !isClients(text))).toEqual([])
  })
})
