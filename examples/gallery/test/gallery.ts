import { type Example, type OpenOptions, startExample } from '@convex-action/example-browser'
import type { LocalBackend } from '@convex-action/local-backend'
import type { Locator, Page } from 'playwright'
import { expect } from 'vitest'

export { startExample }

/** The part of the page that has this heading. */
export const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** Opens the gallery at a function such as `emails.send`, and waits until it is connected. */
export async function openFunction(example: Example, name: string, options?: OpenOptions) {
  const { page, complaints } = await example.open(options)
  await page.goto(`${page.url()}#${name}`)
  await page.locator('.path').getByText(name, { exact: true }).waitFor()
  await page.getByText('Connected', { exact: true }).waitFor()
  return {
    page,
    complaints,
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
  await seen.locator(`.current[data-state="${states.at(-1)}"]`).waitFor()
  await seen.getByRole('status').getByText(states.join(' › '), { exact: true }).waitFor()
}

const isAnswer = (message: { type: string }, direction: string) =>
  direction === 'out' && /^(Action|Mutation)Response$/.test(message.type)

/** Keeps every answer back, until the returned function lets the next ones pass. */
export const holdAnswers = ({ faults }: LocalBackend) => faults.on(isAnswer, 'drop')

/** Keeps the next answer back, until the returned function delivers it. */
export function keepAnswer({ faults }: LocalBackend): () => Promise<void> {
  let kept: Parameters<typeof faults.send>[0] | undefined
  const release = faults.on((message, direction) => {
    if (!isAnswer(message, direction)) return false
    kept = message
    return true
  }, 'drop')
  return async () => {
    await expect.poll(() => kept).toBeDefined()
    release()
    if (kept) faults.send(kept)
  }
}
