import type { LocalBackend } from '@convex-action/local-backend'
import type { Locator, Page } from 'playwright'
import type { Example, OpenOptions } from '../example.js'
import { checkScreens } from '../screens.js'

export { holdAnswers, keepAnswer, killByAnswer } from '../answers.js'

/** The part of the screen that has this heading. */
export const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** Opens the screen, and waits until it is connected. */
export async function openCard(example: Example, name: string, options?: OpenOptions) {
  const { page, complaints } = await example.open(options)
  await shows(card(page, 'Connection'), 'Connected')
  const found = card(page, name)
  return { page, complaints, card: found, button: found.locator('[type=submit]') }
}

/** Checks that everybody can read the cards as they stand. All use one style sheet, so one screen is enough for the rest. */
export const checkCards = (page: Page, { name }: Example, state: string) =>
  checkScreens(page, `${name}, ${state}`, name === 'vue' ? 2 : 1)

/** Waits until the text is there to see. */
export const shows = (where: Locator, text: string) => where.getByText(text, { exact: true }).waitFor()

/** Waits until the text is there to see, where a screen reader reads it out. */
export const tells = (where: Locator, text: string) => shows(where.locator('[aria-live="polite"]'), text)

/** Waits until the strip under a component says that the field has this value. */
export const says = (where: Locator, field: string, value: string) =>
  where
    .locator('.state div', { has: where.page().getByText(field, { exact: true }) })
    .getByText(value, { exact: true })
    .waitFor()

/** Whether the keyboard's next press goes there. */
export const hasFocus = (where: Locator) => where.evaluate((element) => element === document.activeElement)

/** Clicks twice, faster than any mouse: before the page has changed. */
export const doubleClick = (where: Locator) =>
  where.evaluate((element: HTMLElement) => {
    element.click()
    element.click()
  })

/** What can be read in an element from now on, in order: also what is there too briefly to be waited for. */
export const follow = (where: Locator) =>
  where.evaluateHandle((element: HTMLElement) => {
    const seen: string[] = []
    const look = () => {
      // biome-ignore lint/performance/useDomNodeTextContent: what is hidden cannot be read
      const now = element.innerText.replace(/\s+/g, ' ').trim()
      if (now && now !== seen.at(-1)) seen.push(now)
    }
    const everything = { subtree: true, childList: true, characterData: true, attributes: true }
    new MutationObserver(look).observe(element, everything)
    return seen
  })

/**
 * What a screen reader reads out from now on, in order. Only from the region that is there already: one that comes
 * together with its text is not heard.
 */
export const listen = (where: Locator) => follow(where.locator('[aria-live="polite"]'))

/** The call ids that reached the server, one for each request. */
export const callIds = ({ wire }: LocalBackend, name: string): unknown[] =>
  wire.requests(name).map(({ message }) => {
    const [args] = message.args as { callId?: string; call?: { id: string } }[]
    return args?.callId ?? args?.call?.id
  })
