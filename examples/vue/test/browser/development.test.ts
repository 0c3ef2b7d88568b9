import { startExample } from '@convex-action/example-browser'
import { expect, test } from 'vitest'

const example = startExample('vue', { path: 'reference.html', isDevelopment: true })

test('Vue has nothing to warn about in the components of the documentation', async () => {
  const { page, complaints } = await example.open()
  await page.getByRole('button', { name: 'Send Email' }).click()
  await page.getByText('Email sent!').waitFor()
  await page.getByRole('button', { name: 'Generate Report' }).click()
  await page.getByText('Report ready!').waitFor()
  await page.getByPlaceholder('Describe an image...').fill('A lighthouse')
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await page.getByRole('img', { name: 'Generated image' }).waitFor()
  const buffer = Buffer.from('one two')
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer })
  await page.getByText('Processed! Result:').waitFor()
  await page.getByRole('button', { name: 'Purchase' }).click()
  await page.getByText('Order saved!').waitFor()
  expect(complaints).toEqual([])
})
