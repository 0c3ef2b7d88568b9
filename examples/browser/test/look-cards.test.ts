import { expect, inject, test } from 'vitest'
import { startExample } from '../example.js'
import { objections } from '../objections.js'
import { answerOf, cards, goToButton, read } from './cards.js'
import { card as find, holdAnswers } from './screen.js'
import { screens } from './screens.js'

const example = startExample()

test.each(screens)(
  'everybody can read every card, whatever it shows: $name',
  async ({ name, width, height, colorScheme }) => {
    const { page } = await example.open({ viewport: { width, height }, colorScheme })
    const { backend } = example
    const check = async (state: string) => {
      const path = `${import.meta.dirname}/screenshots/${name}, cards ${state}, ${inject('example')}.png`
      await page.screenshot({ path, fullPage: true })
      expect(await objections(page)).toEqual([])
    }
    await page.getByText('Connected', { exact: true }).waitFor()
    // One that can be paid for each screen.
    await backend.mutation(async ({ db }) => {
      const items = [{ name: 'Notebook', quantity: 2, price: 450 }]
      for (const { _id } of await db.query('orders').collect()) await db.delete(_id)
      for (let time = 0; time < 2; time++)
        await db.insert('orders', { items, amount: 900, paymentToken: 'tok_visa' })
    })

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
    await check('pending')

    release()
    backend.faults.kill()
    const lost = /^The connection was lost\. It may have gone through all the same\.$/
    for (const card of cards) {
      const expected = card.isRepeated ? answerOf(card) : lost
      await expect.poll(() => read(find(page, card.name)), { timeout: 20_000 }).toMatch(expected)
    }
    await check('lost')

    for (const { name, isRepeated } of cards) {
      if (!isRepeated) await find(page, name).locator('[type=submit]').press('Enter')
    }
    for (const card of cards) {
      await expect.poll(() => read(find(page, card.name)), { timeout: 20_000 }).toMatch(answerOf(card))
    }
    await page.getByRole('listitem').getByText('Ada, this is your reminder.').first().waitFor()
    await check('done')
  },
)
