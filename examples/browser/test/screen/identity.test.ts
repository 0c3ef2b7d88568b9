import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { pixel } from '../cards.js'
import { card, hasFocus, keepAnswer, listen, openCard, tells } from '../screen.js'

onEachScreen((example) => {
  async function openIdentity() {
    const opened = await openCard(example, 'Ask who I am')
    const press = (name: string) => opened.card.getByRole('button', { name, exact: true })
    return { ...opened, ada: press('Sign in as Ada'), bob: press('Sign in as Bob'), out: press('Sign out') }
  }

  const live = (page: Page) => page.locator('.card [aria-live="polite"]')

  test('whoever signs in is known, and is nobody after signing out, or when signing in fails', async () => {
    const { card: identity, button, ada, bob, out, complaints } = await openIdentity()
    await ada.click()
    expect(await ada.getAttribute('aria-pressed')).toBe('true')
    expect(await bob.getAttribute('aria-pressed')).toBe('false')
    await button.click()
    await tells(identity, 'You are Ada (ada@example.com).')
    expect(complaints).toEqual([])
    await out.click()
    expect(await ada.getAttribute('aria-pressed')).toBe('false')
    expect(await hasFocus(out)).toBe(true)
    await button.click()
    await tells(identity, 'Sign in first.')

    await bob.click()
    await button.click()
    await tells(identity, 'You are Bob (bob@example.com).')
    example.services.identity.behave({ fail: true })
    await ada.click()
    await tells(identity, 'You cannot sign in now. Please try again later.')
    expect(await ada.getAttribute('aria-pressed')).toBe('false')
    await button.click()
    await tells(identity, 'Sign in first.')
    example.services.identity.behave()
    await ada.click()
    await expect.poll(() => ada.getAttribute('aria-pressed')).toBe('true')
    await button.click()
    await tells(identity, 'You are Ada (ada@example.com).')
  })

  test('nothing that was Ada’s is there to see for Bob, no answer that is late, and Bob can ask at once', async () => {
    const { page, card: identity, button, ada, bob } = await openIdentity()
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    await ada.click()
    await button.click()
    await tells(identity, 'You are Ada (ada@example.com).')
    await press('Pay')
    await tells(card(page, 'Pay'), 'The payment service was asked once.')
    await press('Generate image')
    await page.getByRole('img', { name: 'A lighthouse at dusk' }).waitFor()
    await press('Buy for $28.00')
    await tells(card(page, 'Buy'), 'Paid $28.00 and saved your order.')
    await card(page, 'Make a thumbnail').getByLabel('Image').setInputFiles(pixel)
    await press('Make thumbnail')
    await page.getByRole('img', { name: 'Thumbnail of pixel.png' }).waitFor()
    await press('Search')
    await page.getByText('4 documents.').waitFor()
    await press('Generate token')
    await page.getByText(/^[0-9a-f]{64}$/).waitFor()

    await bob.click()
    expect(await hasFocus(bob)).toBe(true)
    await expect.poll(async () => (await live(page).allInnerTexts()).join('').trim()).toBe('')
    expect(await page.locator('.card img').count()).toBe(0)
    expect(await page.locator('.found').count()).toBe(0)

    await ada.click()
    const heard = await listen(identity)
    const deliver = keepAnswer(example.backend)
    await button.click()
    await expect.poll(() => example.backend.wire.requests('users:whoAmI').length).toBe(2)
    await bob.click()
    expect(await identity.locator('form').getAttribute('aria-busy')).toBe('false')
    await deliver()
    await button.click()
    await tells(identity, 'You are Bob (bob@example.com).')
    expect(await heard.jsonValue()).toEqual(['You are Bob (bob@example.com).'])
  })
})
