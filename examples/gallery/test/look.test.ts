import { checkScreens, screens } from '@convex-action/example-browser'
import { test } from 'vitest'
import { holdAnswers, lights, openFunction, startExample } from './gallery.js'

const example = startExample('gallery')

test('everybody can read it, whatever it shows', async () => {
  const { page, press, seen } = await openFunction(example, 'reports.generate')
  await checkScreens(page, 'gallery, idle')

  const release = holdAnswers(example.backend)
  await press('Run')
  await page.getByRole('progressbar', { name: 'Done' }).waitFor()
  await checkScreens(page, 'gallery, pending')

  await press('Cut it once')
  await lights(seen, 'error')
  await page.getByText('Connected', { exact: true }).waitFor()
  await checkScreens(page, 'gallery, error')

  release()
  await press('Try again')
  await lights(seen, 'success')
  await checkScreens(page, 'gallery, success')
})

const functions = ['thumbnails.generate', 'documents.search', 'payments.charge', 'data.processAndSave']

test.each(functions)('everybody can read the form and the result of %s', async (name) => {
  const { page, press, seen } = await openFunction(example, name)
  const upload = page.getByRole('button', { name: 'Upload a sample' })
  if (await upload.count()) {
    await upload.click()
    await page.getByRole('option', { name: 'A sample' }).waitFor({ state: 'attached' })
  }
  await press('Run')
  await lights(seen, 'success')
  await seen.getByRole('row').last().waitFor()
  await checkScreens(page, `gallery, ${name}`, screens.slice(0, 2))
})
