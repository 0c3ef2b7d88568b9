import { expect, test } from 'vitest'
import { startExample } from './setup.js'

// As `vite` serves it to somebody with a deployment of their own.
const example = startExample({ isDevelopment: true, isLocal: false })

test('neither Vue nor the browser has anything to warn about', async () => {
  const { page, complaints } = await example.open()
  await page.getByRole('button', { name: 'Send e-mail' }).click()
  await page.getByText('Sent to ada@example.com.').waitFor()
  await page.getByRole('button', { name: 'Send Email' }).click()
  await page.getByText('Email sent!').waitFor()
  await page.getByRole('button', { name: 'Generate report', exact: true }).click()
  await page.getByText('The report for January is ready: 31 days.').waitFor()
  await page.getByRole('button', { name: 'Generate Report', exact: true }).click()
  await page.getByText('Report ready!').waitFor()
  expect(complaints).toEqual([])
})

test('a real deployment cannot be disturbed from the page, which says so', async () => {
  const { page } = await example.open()
  const connection = page.getByRole('region', { name: 'Connection' })
  await connection.getByText('This is a real deployment').waitFor()
  await connection.getByText('Connected', { exact: true }).waitFor()
  expect(await connection.getByRole('button').count()).toBe(0)
  expect(await connection.getByRole('checkbox').count()).toBe(0)
})
