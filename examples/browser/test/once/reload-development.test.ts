import { afterAll, beforeAll, expect, test } from 'vitest'
import { startExample } from '../../example.js'
import { type Developed, serveDeveloped } from '../../pages.js'
import { holdAnswers, openCard, says, tells } from '../screen.js'

// React's page is in StrictMode.
const example = startExample('react')
const gone = 'Your last payment went through.'
const unknown =
  'This took too long. This may have gone through, or may still go through. Check before you try again.'
const charges = () => example.services.payment.charges.length
let development: Developed

beforeAll(async () => {
  development = await serveDeveloped('react')
})
afterAll(() => development.close())

test('in StrictMode, payments outlive updates of their component, a timeout, and a reload; each is charged once', async () => {
  const { edit, url } = development
  const { page, card: payment, button, complaints } = await openCard(example, 'Pay', { url })
  const write = async (label: string, also: (code: string) => string = (code) => code) => {
    edit('src/Pay.tsx', (code) => also(code.replace(/\bDollars\b/, label)))
    await payment.getByLabel(label).waitFor()
  }
  const answered = holdAnswers(example.backend)
  await page.evaluate('isSamePage = true')
  await button.click()
  await expect.poll(charges).toBe(1)
  await write('Euros')
  await tells(payment, 'Paying $42.00…')
  // Other hooks make it another component, which knows nothing of the one before.
  await write('Pounds', (code) => code.replace("useState('42')", "useState('7')"))
  expect(await payment.getByLabel('Pounds').inputValue()).toBe('7')
  await tells(payment, gone)
  answered()

  const unanswered = holdAnswers(example.backend)
  await write('Francs', (code) => code.replace('retries: 2,', 'timeout: 300,'))
  await button.click()
  await tells(payment, unknown)
  await expect.poll(charges).toBe(2)
  expect(await page.evaluate('isSamePage')).toBe(true)
  unanswered()
  // Without the timeout: a page that loads slowly would give up again.
  await write('Yen')
  await page.reload()
  await tells(payment, gone)
  await page.reload()
  await says(payment, 'status', 'idle')
  expect([charges(), complaints]).toEqual([2, []])
})
