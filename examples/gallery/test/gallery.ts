import type { Example, OpenOptions } from '@convex-action/example-browser'
import type { Locator, Page } from 'playwright'

export {
  checkScreens,
  dropAnswers,
  holdAnswers,
  keepAnswer,
  killByAnswer,
  startExample,
} from '@convex-action/example-browser'

/** The part of the page that has this heading. */
export const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** Opens the gallery at a function such as `emails.send`, and waits until it is connected. */
export async function openFunction(example: Example, name: string, options?: OpenOptions) {
  const { page, complaints } = await example.open(options)
  const show = async (name: string) => {
    await page.evaluate((hash) => location.replace(hash), `#${name}`)
    await page.locator('.path').getByText(name, { exact: true }).waitFor()
  }
  await show(name)
  await page.getByText('Connected', { exact: true }).waitFor()
  return {
    page,
    complaints,
    /** Goes on to another function. */
    show,
    press: (button: string) => pressIn(page, button),
    seen: part(page, 'What the library sees'),
  }
}

const pressIn = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Waits until the text is there to see, where a screen reader reads it out. */
export const tells = (page: Page, text: string) =>
  page.locator('.outcome [aria-live="polite"]').getByText(text, { exact: true }).waitFor()

/** Waits until the facts say that a field has this value. */
export const says = (seen: Locator, field: string, value: string) =>
  seen
    .locator('.state div', { has: seen.page().getByText(field, { exact: true }) })
    .getByText(value, { exact: true })
    .waitFor()

/** Waits until the statechart shows this state, and names it. */
export async function lights(seen: Locator, ...states: string[]): Promise<void> {
  await seen.locator(`.lit[data-state="${states.at(-1)}"]`).waitFor()
  await seen.getByRole('status').getByText(states.join(' › '), { exact: true }).waitFor()
}
