import type { Locator } from 'playwright'
import { beforeEach, expect, test } from 'vitest'
import { startExample } from '../example.js'
import { answerOf, type Card, cards, goToButton } from './cards.js'
import { card as find, hasFocus, killByAnswer, listen, openCard, shows, tells } from './screen.js'

const example = startExample()

// One that can be paid, for each test.
beforeEach(() =>
  example.backend.mutation(async ({ db }) => {
    for (const { _id } of await db.query('orders').collect()) await db.delete(_id)
    const items = [{ name: 'Notebook', quantity: 2, price: 450 }]
    await db.insert('orders', { items, amount: 900, paymentToken: 'tok_visa' })
  }),
)

const idle = (button: string) => `busy false, disabled false: ${button}`
const busy = (button: string) => `busy true, disabled true: ${button}`

/** How a form stands from now on, whenever something in it changes. */
const followForm = (form: Locator) =>
  form.evaluateHandle((element) => {
    const seen: string[] = []
    const button = element.querySelector('[type=submit]')
    const look = () => {
      const state = `busy ${element.ariaBusy}, disabled ${button?.ariaDisabled}`
      const now = `${state}: ${button?.textContent.replace(/\s+/g, ' ').trim()}`
      if (now !== seen.at(-1)) seen.push(now)
    }
    new MutationObserver(look).observe(element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    })
    look()
    return seen
  })

/** Waits until exactly this is read out. */
const answers = (heard: { jsonValue(): Promise<string[]> }, card: Card) =>
  expect.poll(async () => (await heard.jsonValue()).at(-1), { timeout: 20_000 }).toMatch(answerOf(card))

for (const card of cards) {
  test(`${card.name}: works by the keyboard alone, by ear, and keeps the focus`, async () => {
    const { page, card: where, button, complaints } = await openCard(example, card.name)
    const heard = await listen(where)
    const form = await followForm(where.locator('form'))
    await goToButton(where, card)
    expect(await hasFocus(button)).toBe(true)
    await page.keyboard.press('Enter')
    await answers(heard, card)
    await expect.poll(() => button.textContent()).toContain(card.button)
    expect(await heard.jsonValue()).toEqual([expect.stringMatching(answerOf(card))])
    expect(await form.jsonValue()).toEqual(
      [card.button, ...card.pending, card.button].map((text, index, all) =>
        index === 0 || index === all.length - 1 ? idle(text) : busy(text),
      ),
    )
    expect(await hasFocus(button)).toBe(true)
    expect(complaints.filter((text) => !text.startsWith('[CONVEX A('))).toEqual([])
  })

  test(`${card.name}: waits for a connection, and runs once, however often it is pressed`, async () => {
    const { page, card: where, button } = await openCard(example, card.name)
    const heard = await listen(where)
    await goToButton(where, card)
    const connection = find(page, 'Connection')
    await connection.getByLabel('Keep it cut').check()
    await shows(connection, 'Not connected')
    // Faster than any mouse: before the page has changed.
    await button.evaluate((element: HTMLButtonElement) => {
      element.click()
      element.click()
    })
    await tells(where, 'Waiting for the connection.')
    await button.press('Enter')
    expect(example.backend.wire.requests(card.request)).toHaveLength(0)
    await connection.getByLabel('Keep it cut').uncheck()
    await answers(heard, card)
    expect(example.backend.wire.requests(card.request)).toHaveLength(1)
  })

  test(`${card.name}: says what a lost connection leaves open, and can be tried again`, async () => {
    killByAnswer(example.backend, 1)
    const { card: where, button } = await openCard(example, card.name)
    const heard = await listen(where)
    await goToButton(where, card)
    await button.press('Enter')
    const lost = 'The connection was lost. It may have gone through all the same.'
    if (!card.isRepeated) {
      await tells(where, lost)
      expect(await hasFocus(button)).toBe(true)
      await button.press('Enter')
    }
    await answers(heard, card)
    expect(await heard.jsonValue()).toContain(
      card.isRepeated ? 'The connection was lost. Asking again in a moment…' : lost,
    )
  })
}
