import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What is against a page as it stands, by WCAG 2.2 AA and good practice, and whether it is wider than its window. */
export async function objections(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.addScriptTag({ content: axe })
  // It finds the same without writing down all that passes, in a fifth of the time.
  const results = await page.evaluate('axe.run({ resultTypes: ["violations"] })')
  const { violations } = results as AxeResults
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return [
    ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
    ...(overflow > 0 ? [`${overflow} pixels too wide`] : []),
  ]
}
