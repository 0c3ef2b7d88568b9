import { checkScreens, objections } from '@convex-action/example-browser'
import { expect, test } from 'vitest'
import { keepAnswer, lights, openFunction, startExample } from './gallery.js'

const example = startExample('gallery')

test('everybody can read it, whatever it shows', async () => {
  const { page, press, seen } = await openFunction(example, 'reports.generate')
  await checkScreens(page, 'gallery, idle')

  const fail = keepAnswer(example.backend)
  await press('Run')
  await page.getByRole('progressbar', { name: 'Done' }).waitFor()
  await checkScreens(page, 'gallery, pending')

  await fail({ success: false, result: '[Request ID: 1] Server Error' })
  await lights(seen, 'error')
  await checkScreens(page, 'gallery, error')

  await press('Try again')
  await lights(seen, 'success')
  await checkScreens(page, 'gallery, success')
})

test('on the smallest phone nothing is too wide, no name is broken, and everybody can read the forms and the results', async () => {
  const { page, show, press, seen } = await openFunction(example, 'emails.send', {
    viewport: { width: 320, height: 568 },
  })
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  const links = page.getByRole('navigation', { name: 'Functions' }).locator('a')
  for (const link of await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))) {
    await show(link?.slice(1) ?? '')
    expect(await overflow(), link ?? '').toBeLessThanOrEqual(0)
  }
  const run = async (name: string) => {
    await show(name)
    const upload = page.getByRole('button', { name: 'Upload a sample' })
    if (await upload.count()) {
      await upload.click()
      await page.getByRole('option', { name: 'A sample' }).waitFor({ state: 'attached' })
    }
    await press('Run')
    await lights(seen, 'success')
    await seen.getByRole('row').last().waitFor()
  }
  for (const name of ['tokens.generate', 'files.process']) {
    await run(name)
    expect(await overflow(), `${name}, run`).toBeLessThanOrEqual(0)
  }
  for (const name of ['thumbnails.generate', 'documents.search', 'payments.charge', 'data.processAndSave']) {
    await run(name)
    expect(await objections(page), `${name}, run`).toEqual([])
  }
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 844 })
    for (const name of ['Nobody', 'Ada', 'Bob']) {
      const words = page.locator('.users label').filter({ hasText: name })
      // One line of text is lower than what is pressed.
      expect((await words.boundingBox())?.height, `${name} at ${width}`).toBe(44)
    }
  }
})
