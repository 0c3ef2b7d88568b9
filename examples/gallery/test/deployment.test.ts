import { expect, test } from 'vitest'
import { lights, openFunction, startExample, tells } from './gallery.js'

// As `vite` serves it to somebody with a deployment of their own.
const example = startExample('gallery', { isDevelopment: true })

test('with a real deployment a function runs and is seen, and the rest says that it needs the local backend', async () => {
  const { page, complaints, press, seen } = await openFunction(example, 'emails.send', { isLocal: false })
  await page.getByText('This is a real deployment').waitFor()
  expect(await page.getByRole('checkbox').count()).toBe(0)
  expect(await page.getByRole('radio').count()).toBe(0)
  await press('Run')
  await tells(page, 'Sent.')
  await lights(seen, 'success')
  await seen.getByText('Only the local backend tells what crosses the wire').waitFor()
  expect(complaints).toEqual([])
})
