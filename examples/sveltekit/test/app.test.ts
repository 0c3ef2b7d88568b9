import { testApp } from '@convex-action/example-ssr'
import { setups } from '@convex-action/example-ssr/setups'
import { expect, test } from 'vitest'

const { open, backend } = testApp(setups.sveltekit)

test('a form works before any script runs: the server runs the action, and keeps what was entered', async () => {
  const { page } = await open('form', { javaScriptEnabled: false })
  const outcome = page.locator('[aria-live]')
  await page.getByLabel('Month').fill('Brumaire')
  await page.getByRole('button').click()
  await outcome.getByText('There is no month called “Brumaire”.').waitFor()
  expect(await page.getByLabel('Month').inputValue()).toBe('Brumaire')
  await page.getByLabel('Month').fill('February')
  await page.getByRole('button').click()
  await outcome.getByText('The report is ready: 28 days.').waitFor()
})

test('with scripts the form runs the action over the connection of the page', async () => {
  const { page, complaints } = await open('form')
  const runs = backend().wire.requests('reports:generate').length
  const button = page.getByRole('button')
  // Until the page has taken over, the server runs the action.
  await expect
    .poll(async () => {
      await button.click()
      return backend().wire.requests('reports:generate').length
    })
    .toBeGreaterThan(runs)
  await page.locator('[aria-live]').getByText('The report is ready: 31 days.').waitFor()
  expect(complaints).toEqual([])
})
