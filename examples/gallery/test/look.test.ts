import { gzipSync } from 'node:zlib'
import { checkScreens, objections } from '@convex-action/example-browser'
import type { Locator } from 'playwright'
import { expect, test } from 'vitest'
import { holdAnswers, keepAnswer, lights, openFunction, startExample } from './gallery.js'

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

test('chart, log and Run are in sight together, and the connection stays in sight', async () => {
  const { page, press, seen } = await openFunction(example, 'payments.charge', {
    viewport: { width: 1280, height: 800 },
  })
  const isInSight = (where: Locator) =>
    where.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect()
      return top >= 0 && bottom <= innerHeight
    })
  await press('Run')
  await lights(seen, 'success')
  const chart = seen.getByRole('img', { name: 'Statechart of an execution' })
  for (const where of [chart, seen.locator('.log'), page.getByRole('button', { name: 'Run' })])
    expect(await isInSight(where)).toBe(true)
  const effects = seen.getByText('entry / settle')
  expect(await effects.count()).toBe(0)
  await press('Entry and exit effects')
  await effects.first().waitFor()
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
  expect(await isInSight(page.getByRole('region', { name: 'Connection' }))).toBe(true)

  // On a phone what cuts it is beside what runs it, and the chart is small.
  await page.setViewportSize({ width: 390, height: 844 })
  await press('Entry and exit effects')
  const boxOf = async (where: Locator) => (await where.boundingBox()) ?? { y: 0, height: 0 }
  const [run, cut] = [
    await boxOf(page.getByRole('button', { name: 'Run' })),
    page.getByRole('button', { name: 'Cut', exact: true }),
  ]
  expect((await boxOf(cut)).y).toBe(run.y)
  // Also at the end of the page.
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
  for (const where of [cut, page.getByRole('button', { name: 'Run' })])
    expect(await isInSight(where)).toBe(true)
  expect((await boxOf(chart)).height).toBeLessThan(320)
  const release = holdAnswers(example.backend)
  await press('Run')
  await lights(seen, 'pending', 'running', 'sent')
  await cut.click()
  release()
  await seen.locator('.log').getByText('connection lost').waitFor()
  await lights(seen, 'success')
})

test('the gallery opens on a payment, and loads at most 70 kB of scripts before anything is run', async () => {
  const { page, complaints } = await example.open()
  await page.getByRole('heading', { name: 'Charge a card' }).waitFor()
  const urls = await page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap(({ name }) => (name.endsWith('.js') ? [name] : [])),
  )
  const scripts = await Promise.all(urls.map(async (url) => (await fetch(url)).arrayBuffer()))
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(script).length, 0)
  expect(urls.length).toBeGreaterThan(0)
  expect(bytes).toBeLessThanOrEqual(70_000)
  expect(complaints).toEqual([])
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
