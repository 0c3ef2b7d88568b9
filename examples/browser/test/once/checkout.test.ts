import { expect, test } from 'vitest'
import { startExample } from '../../example.js'
import { openCard } from '../screen.js'

const example = startExample('vue')

test('a checkout that is left leads back, and costs nothing', async () => {
  const { page, button } = await openCard(example, 'Check out')
  const { origin } = new URL(page.url())
  await button.click()
  await page.waitForURL(`${example.services.payment.url}/pay/**`)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.waitForURL(`${origin}/cancel`)
  expect(example.services.payment.sessions).toMatchObject([{ status: 'open' }])
  expect(example.services.payment.charges).toEqual([])
})
