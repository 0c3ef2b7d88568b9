/**
 * Uses every page, as people do who try all there is: each form, with the connection cut and restored in between, again and again.
 * Ends with a failure where a page has written anything to its console, or thrown.
 *
 *     npx tsx use.ts --minutes 10
 */
import { parseArgs } from 'node:util'
import { startExampleBackend } from '@convex-action/example-backend'
import type { Locator, Page } from 'playwright'
import { launch } from './browser.js'
import { serveBuilt } from './pages.js'
import { pixel } from './test/cards.js'

const { minutes } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } }).values

const text = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('One two\nthree\n') }
const pick = (count: number) => Math.floor(Math.random() * count)

/** Fills a form in, sends it, and waits until it has an answer. */
async function send(form: Locator): Promise<void> {
  for (const input of await form.locator('input[type=file]').all())
    await input.setInputFiles((await input.getAttribute('accept')) ? pixel : text)
  const selects = form.locator('select:enabled')
  for (const select of await selects.all()) {
    const values = await select
      .locator('option')
      .evaluateAll((all) => (all as HTMLOptionElement[]).map(({ value }) => value).filter(Boolean))
    // The other product leads to another site.
    const value = values.find((value) => value === 'price_nope') ?? values[pick(values.length)]
    if (value !== undefined) await select.selectOption(value)
  }
  await form.locator('[type=submit]').press('Enter')
  await settled(form)
}

const settled = (form: Locator) =>
  form
    .and(form.page().locator('[aria-busy=false]'))
    .waitFor({ timeout: 30_000 })
    .catch(() => {})

/** Cuts the connection while something runs, and restores it. */
async function cut(page: Page, form: Locator): Promise<void> {
  const keep = page.getByLabel('Keep it cut')
  await keep.check()
  await form.locator('[type=submit]').press('Enter')
  await page.waitForTimeout(500)
  await keep.uncheck()
  await settled(form)
  await page.getByLabel('Slow answers').check()
  await form.locator('[type=submit]').press('Enter')
  await page.getByRole('button', { name: 'Cut it once' }).click()
  await page.getByLabel('Slow answers').uncheck()
  await settled(form)
}

async function useCards(page: Page): Promise<void> {
  const forms = await page.locator('form').all()
  for (const form of forms) await send(form)
  for (const form of forms) if (!(await form.locator('[required]:invalid').count())) await cut(page, form)
  const code = page.locator('[data-code]')
  await code.nth(pick(await code.count())).click()
  await page.locator('dialog pre').waitFor()
  await page.keyboard.press('Escape')
  for (const name of ['Sign in as Ada', 'Sign out']) await page.getByRole('button', { name }).click()
}

async function useGallery(page: Page): Promise<void> {
  // What is disabled can be pressed, and does nothing.
  const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter')
  for (const link of await page.getByRole('navigation', { name: 'Functions' }).locator('a').all()) {
    await link.click()
    const form = page.locator('form')
    if (await page.getByRole('button', { name: 'Upload a sample' }).count()) {
      await press('Upload a sample')
      await page.getByRole('option', { name: 'A sample' }).first().waitFor({ state: 'attached' })
    }
    await send(form)
    await cut(page, form)
    await press('Run')
    await press('Cancel')
    await press('Try again')
    await press('Reset')
  }
  await page.getByLabel('Lose the next answer').check()
  await page.getByRole('link', { name: /^Charge a card/ }).click()
  await send(page.locator('form'))
  await press('Restore everything')
  for (const name of ['Ada', 'Nobody']) await page.getByRole('radio', { name }).check()
}

async function useCheckout(page: Page): Promise<void> {
  const press = (name: string | RegExp) => page.getByRole('button', { name }).click()
  await page.getByLabel('Where to deliver').fill('1 Main Street')
  await press('To the payment')
  await page.getByLabel('Slow answers').check()
  await press(/^Pay \$/)
  await press('Cut it once')
  await page.getByLabel('Slow answers').uncheck()
  // It does not know whether it was paid: it asks, until it does.
  const [again, next] = [/^Ask again$/, /^Buy something else$/].map((name) =>
    page.getByRole('button', { name }),
  )
  while (next && again && !(await next.isVisible())) {
    if (await again.isVisible()) await again.click()
    await page.waitForTimeout(200)
  }
  await next?.click()
}

async function useLanding(page: Page): Promise<void> {
  const button = page.locator('#cut[aria-disabled=false]')
  await button.click({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Start over' }).and(button).click({ timeout: 60_000 })
}

const uses = [
  { example: 'landing', path: '', use: useLanding },
  { example: 'gallery', path: '', use: useGallery },
  { example: 'gallery', path: 'checkout.html', use: useCheckout },
  ...['vue', 'react', 'svelte', 'vanilla'].map((example) => ({ example, path: '', use: useCards })),
]

const served = await Promise.all([...new Set(uses.map(({ example }) => example))].map(serveBuilt))
const browser = await launch()
const complaints: string[] = []
const end = Date.now() + Number(minutes) * 60_000
const rounds = await Promise.all(
  uses.map(async ({ example, path, use }) => {
    // What one page disturbs is nothing to the others.
    const { backend, services, close } = await startExampleBackend({ control: true })
    const environment: Record<string, string> = { VITE_CONVEX_URL: backend.url, VITE_LOCAL_CONTROL: '1' }
    for (const [name, value] of Object.entries(services.environment)) environment[`VITE_${name}`] = value
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
    await page.addInitScript((environment) => Object.assign(globalThis, { environment }), environment)
    const where = `${example}/${path}`
    page.on('console', (message) => complaints.push(`${where}: ${message.type()} ${message.text()}`))
    page.on('pageerror', (error) => complaints.push(`${where}: ${error}`))
    await page.goto(served.find((one) => one.example === example)?.url + path)
    let count = 0
    do {
      await use(page)
      count++
    } while (Date.now() < end)
    await page.context().close()
    await close()
    return `${where}: used ${count} times`
  }),
)
await browser.close()
await Promise.all(served.map(({ close }) => close()))
console.log([...rounds, `${complaints.length} console messages and errors`, ...complaints].join('\n'))
process.exitCode = complaints.length || rounds.length !== uses.length ? 1 : 0
