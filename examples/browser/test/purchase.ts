import { api } from '@convex-action/example-backend/api'
import type { Locator } from 'playwright'
import { expect } from 'vitest'
import type { Example } from '../example.js'
import { openCard, tells } from './screen.js'

export const paid = 'Paid $28.00 and saved your order.'
export const isSafe = 'You can safely try again. It stays one payment.'

export const openPurchase = (example: Example) => openCard(example, 'Buy')

/** The orders that are paid and saved. */
export const listOrders = ({ backend }: Example) => backend.query(api.orders.listPaid, {})

/** Checks that the card was charged once, and that the order was saved once. */
export async function expectOnePurchase(example: Example) {
  const { charges } = example.services.payment
  expect(charges).toEqual([{ id: expect.any(String), amount: 2800, token: 'tok_visa' }])
  expect(await listOrders(example)).toMatchObject([{ amount: 2800, transactionId: charges[0]?.id }])
}

type Message = { type: string; udfPath?: unknown }
export const isSave = (message: Message, direction: string) =>
  direction === 'in' && message.udfPath === 'orders:create'
export const isSaved = (message: Message, direction: string) =>
  direction === 'out' && message.type === 'MutationResponse'

/** Waits until the card is being charged, at the service. */
export const isCharging = ({ services }: Example) =>
  expect.poll(() => services.payment.received.length).toBe(1)

export const says = (button: Locator, text: string) =>
  expect.poll(async () => (await button.textContent())?.trim()).toBe(text)

/** What somebody finds who left in the middle, and how it goes on. */
export async function finishLater({ card: purchase, button }: { card: Locator; button: Locator }) {
  await tells(purchase, isSafe)
  await says(button, 'Try again')
  expect(await purchase.getByLabel('Pay with').isDisabled()).toBe(true)
  await button.click()
  await tells(purchase, paid)
  await says(button, 'Buy for $28.00')
  expect(await purchase.getByLabel('Pay with').isEnabled()).toBe(true)
}
