import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { checkScreens, screens } from '../../screens.js'
import { answerOf, cards, goToButton, read } from '../cards.js'
import { card as find, holdAnswers, openCard, tells } from '../screen.js'

onEachScreen((example) => {
  // The style sheet is the same for all examples, so two screens are enough for the rest.
  const check = (page: Page, state: string) =>
    checkScreens(page, `${example.name}, ${state}`, example.name === 'vue' ? screens : screens.slice(0, 2))

  test('everybody can read it, whatever it shows', async () => {
    const { page } = await openCard(example, 'Connection')
    const { backend, services } = example
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    await check(page, 'idle')

    const release = holdAnswers(backend)
    process.env.REPORT_STEP_MS = '1000'
    services.payment.behave({ refuse: true })
    for (const name of ['Send e-mail', 'Generate report', 'Pay']) await press(name)
    await page.getByText('Checking the totals').waitFor()
    await check(page, 'pending')

    backend.faults.refuse(true)
    backend.faults.kill()
    release()
    await tells(find(page, 'Pay'), 'Waiting for the connection, to ask what became of $42.00…')
    await check(page, 'cut')

    backend.faults.refuse(false)
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await tells(find(page, 'Pay'), 'Your card was declined.')
    await check(page, 'error')

    process.env.REPORT_STEP_MS = '5'
    services.payment.behave()
    await page.getByLabel('Dollars').fill('43')
    for (const name of ['Send e-mail', 'Pay', 'Try again']) await press(name)
    await tells(find(page, 'Generate a report'), 'The report for January is ready: 31 days.')
    await tells(find(page, 'Pay'), 'Paid $43.00.')
    await check(page, 'success')
  })

  test('everybody can read every card, whatever it shows', async () => {
    const { page } = await openCard(example, 'Connection')
    const { backend } = example
    const release = holdAnswers(backend)
    for (const card of cards) {
      await goToButton(find(page, card.name), card)
      await page.keyboard.press('Enter')
    }
    for (const { name, pending } of cards) {
      // Uploading is no action: it is not held.
      const text = name === 'Make a thumbnail' ? 'Shrinking…' : pending[0]
      await find(page, name).getByRole('button', { name: text }).waitFor()
    }
    await check(page, 'cards pending')

    release()
    backend.faults.kill()
    const lost = /^The connection was lost\. It may have gone through all the same\.$/
    for (const card of cards) {
      const expected = card.isRepeated ? answerOf(card) : lost
      await expect.poll(() => read(find(page, card.name)), { timeout: 20_000 }).toMatch(expected)
    }
    await check(page, 'cards lost')

    for (const { name, isRepeated } of cards) {
      if (!isRepeated) await find(page, name).locator('[type=submit]').press('Enter')
    }
    for (const card of cards) {
      await expect.poll(() => read(find(page, card.name)), { timeout: 20_000 }).toMatch(answerOf(card))
    }
    await page.getByRole('listitem').getByText('Ada, this is your reminder.').first().waitFor()
    await check(page, 'cards done')
  })
})
