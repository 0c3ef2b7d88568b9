import { objections } from '@convex-action/example-browser'
import { expect, test } from 'vitest'
import { holdAnswers, lights, openFunction, startExample } from './gallery.js'

const example = startExample()

const screens = [
  { name: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'phone, dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { name: 'desktop', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'desktop, dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
] as const

test.each(screens)('everybody can read it, whatever it shows: $name', async ({ name, ...options }) => {
  const { page, press, seen } = await openFunction(example, 'reports.generate', options)
  const check = async (state: string) => {
    await page.screenshot({
      path: `${import.meta.dirname}/screenshots/${name}, ${state}.png`,
      fullPage: true,
    })
    expect(await objections(page)).toEqual([])
  }
  await check('idle')

  const release = holdAnswers(example.backend)
  await press('Run')
  await page.getByRole('progressbar', { name: 'Done' }).waitFor()
  await check('pending')

  await press('Cut it once')
  await lights(seen, 'error')
  await page.getByText('Connected', { exact: true }).waitFor()
  await check('error')

  release()
  await press('Try again')
  await lights(seen, 'success')
  await check('success')
})

const functions = ['thumbnails.generate', 'documents.search', 'payments.charge', 'data.processAndSave']

test.each(functions)('everybody can read the form and the result of %s', async (name) => {
  for (const { name: screen, ...options } of screens.slice(1, 3)) {
    const { page, press, seen } = await openFunction(example, name, options)
    const upload = page.getByRole('button', { name: 'Upload a sample' })
    if (await upload.count()) {
      await upload.click()
      await page.getByRole('option', { name: 'A sample' }).waitFor({ state: 'attached' })
    }
    await press('Run')
    await lights(seen, 'success')
    await seen.getByRole('row').last().waitFor()
    await page.screenshot({
      path: `${import.meta.dirname}/screenshots/${screen}, ${name}.png`,
      fullPage: true,
    })
    expect(await objections(page)).toEqual([])
  }
})
