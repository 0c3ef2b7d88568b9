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
    const { backend } = example
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
    for (const name of ['Send e-mail', 'Generate report', 'Send Email', 'Generate Report']) await press(name)
    await page.getByText('Adding up January…').waitFor()
    await check('pending')

    release()
    backend.faults.kill()
    await page.getByText('Ask ada@example.com before you send it again.').waitFor()
    await page.getByText('Connected', { exact: true }).waitFor()
    await check('error')

    for (const name of ['Send e-mail', 'Try again', 'Send Email', 'Try Again', 'Generate Report'])
      await press(name)
    await page.getByText('The report for January is ready: 31 days.').waitFor()
    await page.getByText('Report ready!').waitFor()
    await check('success')
  },
)
