import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { checkoutMachine } from '../src/checkout/machine.js'
import { checkScreens, keepAnswer, killByAnswer, startExample } from './gallery.js'

const example = startExample('gallery', 'checkout.html')

const unsure = 'We do not know yet whether your card was charged.'
const says = (page: Page, text: string) =>
  page.locator('.outcome [aria-live="polite"]').getByText(text, { exact: true }).waitFor()
const isIn = (page: Page, ...states: string[]) =>
  page.locator('.now').getByText(states.join(' › '), { exact: true }).waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Opens the checkout, and goes on to the payment. */
async function openPayment() {
  const { page, complaints } = await example.open()
  await page.getByText('Connected', { exact: true }).waitFor()
  await page.getByLabel('Where to deliver').fill('1 Main Street')
  await press(page, 'To the payment')
  await isIn(page, 'payment')
  return { page, complaints }
}

test('the chart of the checkout has every state of its machine, and lights where it is', async () => {
  const { page } = await openPayment()
  const drawn = await page
    .locator('svg [data-state]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-state')))
  const { paying, ...others } = checkoutMachine.states
  expect(drawn.sort()).toEqual(
    [...Object.keys(others), 'paying', ...Object.keys(paying?.states ?? {})].sort(),
  )
  await page.locator('svg .current[data-state="payment"]').waitFor()
  expect(await page.locator('svg .lit').count()).toBe(1)
})

test('a checkout by the keyboard alone: an address, a declined card, another one, paid', async () => {
  const { page, complaints } = await example.open()
  await page.getByText('Connected', { exact: true }).waitFor()
  await page.getByLabel('Where to deliver').focus()
  await page.keyboard.type('1 Main Street')
  await page.keyboard.press('Enter')
  await isIn(page, 'payment')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('step')
  await page.keyboard.press('Tab')
  await page.keyboard.type('A card without')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await says(page, 'Your card was declined.')
  await page.getByLabel('Card').selectOption('A card with money')
  await page.getByRole('button', { name: /^Pay/ }).press('Enter')
  await says(page, 'Paid. We deliver to 1 Main Street.')
  await says(page, 'The payment service was asked once.')
  expect(example.services.payment.charges).toHaveLength(1)
  expect(complaints).toEqual([])
})

test('a lost answer leaves it unsure; asked again it is paid once; everybody can read each step', async () => {
  const { page } = await openPayment()
  await checkScreens(page, 'checkout, payment')
  killByAnswer(example.backend, 1)
  await page.getByRole('button', { name: /^Pay/ }).click()
  await says(page, unsure)
  await page.getByText('Connected', { exact: true }).waitFor()
  await checkScreens(page, 'checkout, unsure')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Ask again')
  const deliver = keepAnswer(example.backend)
  await page.keyboard.press('Enter')
  await isIn(page, 'asking')
  await deliver()
  await isIn(page, 'confirmed')
  await checkScreens(page, 'checkout, confirmed')
  expect(example.services.payment.charges).toHaveLength(1)
})

test('a page that is loaded anew while it pays knows that it does not know, and asks under the same call id', async () => {
  const { page } = await openPayment()
  const deliver = keepAnswer(example.backend)
  await page.getByRole('button', { name: /^Pay/ }).click()
  await isIn(page, 'paying', 'sent')
  await checkScreens(page, 'checkout, paying')
  await page.reload()
  await says(page, unsure)
  await deliver()
  await press(page, 'Ask again')
  await isIn(page, 'confirmed')
  const ids = example.backend.wire
    .requests('payments:charge')
    .map(({ message }) => (message.args as { callId: string }[])[0]?.callId)
  expect(ids).toEqual([ids[0], ids[0]])
  expect(example.services.payment.charges).toHaveLength(1)
})

test('who gives up before anything was sent pays nothing, also when the connection comes back', async () => {
  const { page } = await openPayment()
  await page.getByLabel('Keep it cut').check()
  await page.getByText('Not connected', { exact: true }).waitFor()
  await page.getByRole('button', { name: /^Pay/ }).click()
  await isIn(page, 'paying', 'waiting')
  await checkScreens(page, 'checkout, waiting', 1)
  await press(page, 'Give up')
  await isIn(page, 'payment')
  await page.getByLabel('Keep it cut').uncheck()
  await page.getByText('Connected', { exact: true }).waitFor()
  expect(example.backend.wire.requests('payments:charge')).toEqual([])
})
