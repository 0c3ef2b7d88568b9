import { launch, objections, openPage } from '@convex-action/example-browser'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSources } from '../.vitepress/sources.js'
import { base, files, read, serveSite } from './site.js'

let browser: Browser
let site: Awaited<ReturnType<typeof serveSite>>

beforeAll(async () => {
  ;[browser, site] = await Promise.all([launch(), serveSite()])
})

afterAll(async () => {
  await Promise.all([browser?.close(), site?.close()])
})

/** Opens a page of the site. `asked` has the addresses that it asks for. */
async function open(path: string, options: Parameters<typeof openPage>[2] = {}) {
  const { page, complaints } = await openPage(browser, 'about:blank', options)
  const asked: string[] = []
  const listen = (request: { url(): string }) => asked.push(request.url())
  page.on('request', listen)
  await page.goto(site.url + path)
  await isReady(page)
  return { page, complaints, asked }
}

/** Waits until the page is a Vue app, and not only what was built. */
const isReady = (page: Page) =>
  page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}))

const phone = { viewport: { width: 320, height: 640 } }
const desktop = { width: 1280, height: 900 }

test.each([
  { path: '', heading: 'Did it run? Your page can find out.' },
  { path: 'reference.html', heading: 'Reference' },
  { path: 'how-it-works.html', heading: 'How it works' },
  { path: 'guides/payments.html', heading: 'Payments' },
  { path: 'guides/forms.html', heading: 'Forms' },
  { path: 'api/core/classes/ActionError.html', heading: 'ActionError' },
  { path: 'source/examples/vue/src/Buy.vue.html', heading: 'examples/vue/src/Buy.vue' },
])(
  'everybody can read /$path on a phone and a desktop, in light and dark, and it asks no other host',
  async ({ path, heading }) => {
    const { page, complaints, asked } = await open(path, phone)
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
    expect(await objections(page)).toEqual([])
    await page.setViewportSize(desktop)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.locator('html.dark').waitFor()
    expect(await objections(page)).toEqual([])
    expect(asked.filter((url) => !url.startsWith(site.url) && !url.startsWith('data:'))).toEqual([])
    expect(complaints).toEqual([])
  },
)

test('a link of a document to a file of the repository shows that file', async () => {
  const linked = readSources().find(({ path }) => path.endsWith('.ts'))
  const link = `href="${base}source/${linked?.path}.html"`
  const from = files.find((file) => file.endsWith('.html') && read(file).includes(link)) ?? ''
  const { page } = await open(from.slice(base.length))
  await page.locator(`main a[${link}]`).first().click()
  await page.getByRole('heading', { name: linked?.path ?? '', level: 1 }).waitFor()
  expect((await page.locator('main pre code').textContent())?.trim()).toBe(linked?.text.trim())
})

test('the search finds a page without a network, by the keyboard alone', async () => {
  const { page, asked } = await open('guides/payments.html')
  await page.keyboard.press('Control+k')
  const box = page.getByRole('searchbox')
  await box.waitFor()
  await box.fill('payment')
  const options = page.getByRole('option')
  await options.first().waitFor()
  expect(await objections(page)).toEqual([])
  // All that is needed is there.
  await page.context().setOffline(true)
  await box.fill('retrying')
  await options.filter({ hasText: 'Reference' }).first().waitFor()
  await box.fill('isActionError')
  await options.filter({ hasText: 'isActionError()' }).first().waitFor()
  await page.context().setOffline(false)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'isActionError()', level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/docs/api/core/functions/isActionError.html')
  expect(asked.filter((url) => !url.startsWith(site.url) && !url.startsWith('data:'))).toEqual([])
})

test('the keyboard skips the navigation, and Escape leaves the search', async () => {
  const { page } = await open('reference.html')
  await page.keyboard.press('Tab')
  expect(await page.locator(':focus').textContent()).toBe('Skip to content')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.id === 'VPContent')
  await page.keyboard.press('Control+k')
  await page.getByRole('searchbox').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('searchbox').count()).toBe(0)
})

test('the chart of how it works has every state and event, in light and in dark', async () => {
  const { page } = await open('how-it-works.html')
  const chart = page.getByRole('img', { name: 'The chart. Its text is below.' })
  const words = await chart.locator('text').allTextContents()
  for (const word of ['pending', 'queued', 'retrying', 'checking', 'success', 'error', 'resolve', 'reject'])
    expect(words.map((text) => text.trim())).toContain(word)
  const colour = () =>
    chart
      .locator('text')
      .first()
      .evaluate((text) => getComputedStyle(text).fill)
  const light = await colour()
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(colour).not.toBe(light)
})

test.each([1280, 390])(
  'on a screen of %i pixels the chart is seen as a whole: nothing scrolls sideways, and no label hides another',
  async (width) => {
    const { page } = await open('how-it-works.html', { viewport: { width, height: 900 } })
    const chart = page.getByRole('img', { name: 'The chart. Its text is below.' })
    const column = await page.locator('.vp-doc').boundingBox()
    const labels = await Promise.all((await chart.locator('text').all()).map((label) => label.boundingBox()))
    const boxes = labels.flatMap((box) => box ?? [])
    expect(boxes.length).toBeGreaterThan(15)
    const left = column?.x ?? 0
    const right = left + (column?.width ?? 0)
    expect(boxes.filter(({ x, width }) => x < left || x + width > right)).toEqual([])
    const hide = (a: (typeof boxes)[number], b: (typeof boxes)[number]) =>
      a !== b && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    expect(boxes.filter((a) => boxes.some((b) => hide(a, b)))).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  },
)

test('the start page shows the scene as a picture, says so, and the picture follows the switch to dark', async () => {
  const { page } = await open('')
  const scene = page.locator('.scene')
  await scene.getByText('A picture.').waitFor()
  expect(await page.locator('iframe').count()).toBe(0)
  const shown = () => scene.getByRole('img').evaluate((image) => (image as HTMLImageElement).currentSrc)
  expect(await shown()).toContain('scene-light')
  await page.getByRole('switch').first().click()
  await expect.poll(shown).toContain('scene-dark')
})

test('where the demo serves it, the start page plays the scene, in the height and the colours that it needs', async () => {
  const { page } = await openPage(browser, 'about:blank', { context: { viewport: desktop } })
  await page.route('**/docs/scene.json', (route) => route.fulfill({ json: { live: '/?scene' } }))
  const body = '<!doctype html><title>The scene</title><div id="app" style="height: 777px">Played</div>'
  await page.route('**/?scene', (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto(site.url)
  await page.getByText('Two real Convex clients play this').waitFor()
  const frame = page.locator('iframe')
  await expect.poll(async () => Math.round((await frame.boundingBox())?.height ?? 0)).toBe(777)
  await page.frameLocator('iframe').getByText('Played').waitFor()
  await page.getByRole('switch').first().click()
  const scheme = () =>
    page
      .frameLocator('iframe')
      .locator('html')
      .evaluate((html) => html.style.colorScheme)
  await expect.poll(scheme).toBe('dark')
  expect(await page.getByText('A picture.').count()).toBe(0)
})
