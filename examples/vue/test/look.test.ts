import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { startExample } from './setup.js'

const example = startExample()
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What is against it, by WCAG 2.2 AA and good practice. */
async function objections(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe })
  const { violations } = await page.evaluate('axe.run()').then((results) => results as AxeResults)
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

const picture = (page: Page, name: string) =>
  page.screenshot({ path: `${import.meta.dirname}/screenshots/${name}.png`, fullPage: true })

const screens = [
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone, dark', width: 390, height: 844, colorScheme: 'dark' },
  { name: 'desktop', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'desktop, dark', width: 1280, height: 900, colorScheme: 'dark' },
] as const

test.each(screens)(
  'everybody can read it, whatever it shows: $name',
  async ({ name, width, height, colorScheme }) => {
    const { page } = await example.open({ viewport: { width, height }, colorScheme })
    const { backend, services } = example
    const check = async (state: string) => {
      await picture(page, `${name}, ${state}`)
      expect(await objections(page)).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow).toBeLessThanOrEqual(0)
    }
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    await page.getByText('Connected', { exact: true }).waitFor()
    await check('idle')

    const release = backend.faults.on(
      ({ type }, direction) => direction === 'out' && type === 'ActionResponse',
      'drop',
    )
    process.env.REPORT_STEP_MS = '1000'
    services.payment.behave({ refuse: true })
    for (const name of ['Send e-mail', 'Generate report', 'Pay', 'Send Email', 'Generate Report']) {
      await press(name)
    }
    await page.getByText('Checking the totals').waitFor()
    await check('pending')

    backend.faults.kill()
    await page.getByText('The connection was lost. Asking again in a moment…').waitFor()
    await check('cut')

    release()
    await page.getByText('Your card was declined.').waitFor()
    await check('error')

    process.env.REPORT_STEP_MS = '5'
    services.payment.behave()
    await page.getByLabel('Dollars').fill('43')
    const form = page.getByRole('region', { name: 'Generate a report' })
    await form.getByRole('button', { name: 'Try again' }).click()
    for (const name of ['Send e-mail', 'Pay', 'Send Email', 'Try Again', 'Generate Report']) await press(name)
    await page.getByText('The report for January is ready: 31 days.').waitFor()
    await page.getByText('Report ready!').waitFor()
    await page.getByText('Paid $43.00.').waitFor()
    await check('success')
  },
)
