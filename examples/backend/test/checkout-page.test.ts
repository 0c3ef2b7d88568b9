import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let browser: Browser

beforeAll(async () => {
  const own = chromium.executablePath()
  browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? (existsSync(own) ? own : '/usr/bin/chromium'),
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}, 30_000)

afterAll(() => browser?.close())

/** A shop whose page title shows where the customer returned to. */
async function startShop(): Promise<string> {
  const server = createServer(({ url }, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>Shop ${url}</title>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The page that a checkout redirects to, in a real browser. */
async function openCheckout(colorScheme: 'light' | 'dark' = 'light') {
  const shop = await startShop()
  const { client, services } = await startExample()
  const { url } = await client.action(api.payments.createCheckoutSession, {
    priceId: 'price_xxx',
    successUrl: `${shop}/success`,
    cancelUrl: `${shop}/cancel`,
  })
  const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 640 } })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(url)
  return { page, services }
}

/** The accessibility problems of a page by WCAG and best practice, and whether it is wider than its window. */
async function objections(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe })
  const results = await page.evaluate('axe.run({ resultTypes: ["violations"] })')
  const { violations } = results as AxeResults
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return [...violations.map(({ id }) => id), ...(overflow > 0 ? [`${overflow} pixels too wide`] : [])]
}

test('a customer pays with one click and returns to the shop', async () => {
  const { page, services } = await openCheckout()
  await page.getByRole('button', { name: 'Pay $42.00' }).click()
  await expect.poll(() => page.title()).toBe('Shop /success')
  expect(services.payment.charges).toMatchObject([{ amount: 4200 }])
})

test('a customer cancels with one click and returns to the shop', async () => {
  const { page, services } = await openCheckout()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => page.title()).toBe('Shop /cancel')
  expect(services.payment.charges).toEqual([])
})

test('the page shows a declined card, and the next card may be good', async () => {
  const { page, services } = await openCheckout()
  services.payment.behave({ refuse: 'Try <b>another</b> card.' })
  await page.getByRole('button', { name: 'Pay' }).click()
  expect(await page.getByRole('alert').textContent()).toBe('Try <b>another</b> card.')
  expect(await objections(page)).toEqual([])
  services.payment.behave()
  await page.getByRole('button', { name: 'Pay' }).click()
  await expect.poll(() => page.title()).toBe('Shop /success')
})

test('a paid checkout cannot be paid again', async () => {
  const { page, services } = await openCheckout()
  const url = page.url()
  await page.getByRole('button', { name: 'Pay' }).click()
  await expect.poll(() => page.title()).toBe('Shop /success')
  await page.goto(url)
  expect(await page.getByRole('button').count()).toBe(0)
  await page.getByRole('link', { name: 'Back to the shop' }).click()
  await expect.poll(() => page.title()).toBe('Shop /success')
  expect(services.payment.charges).toHaveLength(1)
})

test.each(['light', 'dark'] as const)(
  'the page is accessible and fits on a small %s screen',
  async (scheme) => {
    const { page } = await openCheckout(scheme)
    expect(await objections(page)).toEqual([])
  },
)
