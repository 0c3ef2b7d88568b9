import { expect, test } from 'vitest'
import { startExample } from '../example.js'
import { answerOf, cards, goToButton, read } from './cards.js'
import { card as find, openCard } from './screen.js'

const example = startExample({ isDevelopment: true })

test('neither the framework nor the browser has anything to warn about in any card', async () => {
  const { page, complaints } = await openCard(example, 'Connection')
  for (const card of cards) {
    const where = find(page, card.name)
    await goToButton(where, card)
    await page.keyboard.press('Enter')
    await expect.poll(() => read(where), { timeout: 20_000 }).toMatch(answerOf(card))
  }
  // What the server refuses is the client's to report.
  expect(complaints.filter((text) => !text.startsWith('[CONVEX A('))).toEqual([])
})
