import type { Locator } from 'playwright'
import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { answerOf, type Card, cards, goToButton } from '../cards.js'
import {
  checkCards,
  doubleClick,
  card as find,
  hasFocus,
  holdAnswers,
  listen,
  openCard,
  shows,
  tells,
} from '../screen.js'

/** A card on the screen. */
interface Filled {
  card: Card
  where: Locator
  button: Locator
  /** What a screen reader reads out of it. */
  heard: Awaited<ReturnType<typeof listen>>
}

onEachScreen((example) => {
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

  test('every card works by the keyboard alone and by ear, waits for a connection, and runs once', async () => {
    const { page, complaints } = await openCard(example, 'Connection')
    // So that the browser’s Back shows what the page knows.
    const own =
      'form:not([autocomplete=off]), :is(input, select, textarea):not(form *):not([autocomplete=off])'
    expect(await page.locator(own).count()).toBe(0)
    const all: Filled[] = []
    for (const card of cards) {
      const where = find(page, card.name)
      const button = where.locator('[type=submit]')
      const heard = await listen(where)
      const form = await followForm(where.locator('form'))
      all.push({ card, where, button, heard })
      await goToButton(where, card)
      expect(await hasFocus(button), card.name).toBe(true)
      await page.keyboard.press('Enter')
      await answers(heard, card)
      await expect.poll(() => button.textContent()).toContain(card.button)
      expect(await heard.jsonValue(), card.name).toEqual([expect.stringMatching(answerOf(card))])
      expect(await form.jsonValue(), card.name).toEqual(
        [card.button, ...card.pending, card.button].map((text, index, all) =>
          index === 0 || index === all.length - 1 ? idle(text) : busy(text),
        ),
      )
      expect(await hasFocus(button), card.name).toBe(true)
    }

    const connection = find(page, 'Connection')
    await connection.getByLabel('Keep it cut').check()
    await shows(connection, 'Not connected')
    for (const { card, button, where } of all) {
      // The order that was paid is no longer there to choose.
      if (card.name === 'Pay an order') await goToButton(where, card)
      await doubleClick(button)
      await tells(where, 'Waiting for the connection.')
      expect((await button.textContent())?.trim()).toBe('Waiting…')
      await button.press('Enter')
      expect(example.backend.wire.requests(card.request), card.name).toHaveLength(1)
    }
    await connection.getByLabel('Keep it cut').uncheck()
    for (const { card, heard } of all) {
      await answers(heard, card)
      expect(example.backend.wire.requests(card.request), card.name).toHaveLength(2)
    }
    expect(complaints).toEqual([])
  })

  test('every card says what a lost connection leaves open, and can be tried again; everybody can read it, whatever it shows', async () => {
    const { page } = await openCard(example, 'Connection')
    const { backend } = example
    const check = (state: string) => checkCards(page, example, `cards ${state}`)
    await check('idle')

    const all: Filled[] = []
    for (const card of cards) {
      const where = find(page, card.name)
      all.push({ card, where, button: where.locator('[type=submit]'), heard: await listen(where) })
      await goToButton(where, card)
    }
    const [email, report, payment] = [
      find(page, 'Send an e-mail'),
      find(page, 'Generate a report'),
      find(page, 'Pay'),
    ]
    const press = (where: Locator) => where.locator('[type=submit]').press('Enter')
    const release = holdAnswers(backend)
    for (const { button } of all) await button.press('Enter')
    for (const { card } of all) await expect.poll(() => backend.wire.requests(card.request)).toHaveLength(1)
    await payment.getByLabel('Pay with').selectOption('A card without')
    for (const where of [email, report, payment]) await press(where)
    await report.getByRole('progressbar', { name: 'Done' }).waitFor()
    await tells(payment, 'Paying $42.00…')
    await check('pending')

    release()
    backend.faults.refuse(true)
    backend.faults.kill()
    const lost =
      'The connection was lost. This may have gone through, or may still go through. Check before you try again.'
    for (const { card, where, button } of all) {
      await tells(where, card.afterLoss?.tells ?? lost)
      if (card.afterLoss) expect((await button.textContent())?.trim()).toBe(card.afterLoss.button)
    }
    await tells(email, lost)
    for (const where of [report, payment]) await tells(where, 'Checking what happened…')
    await check('lost')

    backend.faults.refuse(false)
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    for (const { card, button, heard } of all) {
      if (!card.afterLoss) {
        await button.press('Enter')
        expect(await hasFocus(button), card.name).toBe(true)
      }
      await answers(heard, card)
      expect(await heard.jsonValue(), card.name).toContain(card.afterLoss?.hears ?? lost)
    }
    await page.getByRole('listitem').getByText('Ada, this is your reminder.').first().waitFor()
    await email.getByLabel('To').fill('ada@example')
    await press(email)
    await tells(email, '“ada@example” is not an e-mail address.')
    await tells(payment, 'Your card was declined.')
    await check('refused')

    await email.getByLabel('To').fill('ada@example.com')
    await payment.getByLabel('Pay with').selectOption('A card with money')
    for (const where of [email, report, payment]) await press(where)
    await tells(email, 'Sent to ada@example.com.')
    await tells(report, 'The report for January is ready: 31 days.')
    await tells(payment, 'Paid $42.00.')
    await check('done')
  })
})
