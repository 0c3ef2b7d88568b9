import { expect, test } from 'vitest'
import { startExample } from '../example.js'
import { card, openCard, tells } from './screen.js'

// As `vite` serves it to somebody with a deployment of their own.
const example = startExample({ isDevelopment: true, isLocal: false })

test('neither the framework nor the browser has anything to warn about', async () => {
  const { page, complaints } = await openCard(example, 'Connection')
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  await press('Send e-mail')
  await tells(card(page, 'Send an e-mail'), 'Sent to ada@example.com.')
  await press('Generate report')
  await tells(card(page, 'Generate a report'), 'The report for January is ready: 31 days.')
  await press('Pay')
  await tells(card(page, 'Pay'), 'Paid $42.00.')
  expect(complaints).toEqual([])
})

test('a real deployment cannot be disturbed from the page, which says so', async () => {
  const { page, card: connection } = await openCard(example, 'Connection')
  await connection.getByText('This is a real deployment').waitFor()
  expect(await connection.getByRole('button').count()).toBe(0)
  expect(await connection.getByRole('checkbox').count()).toBe(0)
  await page.getByRole('button', { name: 'Pay', exact: true }).click()
  await tells(card(page, 'Pay'), 'Paid $42.00.')
  expect(await page.getByText('The payment service was asked').count()).toBe(0)
})

test('nobody can sign in where there is no identity provider, and the card says so', async () => {
  const { card: identity, button } = await openCard(example, 'Ask who I am')
  await identity.getByText('Signing in needs the identity provider of npm run demo.').waitFor()
  expect(await identity.getByRole('button').count()).toBe(1)
  await button.click()
  await tells(identity, 'Sign in first.')
})
