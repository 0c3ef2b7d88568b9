import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { answerOf, cards, goToButton, read } from '../cards.js'
import { card as find, openCard, tells } from '../screen.js'

onEachScreen(
  (example) => {
    test('neither the framework nor the browser has anything to warn about, in any card', async () => {
      const { page, complaints } = await openCard(example, 'Connection')
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
      await press('Send e-mail')
      await tells(find(page, 'Send an e-mail'), 'Sent to ada@example.com.')
      await press('Generate report')
      await tells(find(page, 'Generate a report'), 'The report for January is ready: 31 days.')
      await press('Pay')
      await tells(find(page, 'Pay'), 'Paid $42.00.')
      for (const card of cards) {
        const where = find(page, card.name)
        await goToButton(where, card)
        await page.keyboard.press('Enter')
        await expect.poll(() => read(where), { timeout: 20_000 }).toMatch(answerOf(card))
      }
      // What the server refuses is the client's to report.
      expect(complaints.filter((text) => !text.startsWith('[CONVEX A('))).toEqual([])
    })
  },
  { isDevelopment: true },
)
