import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { holdAnswers, openCard, shows, tells } from '../screen.js'

onEachScreen((example) => {
  const openCheckout = () => openCard(example, 'Check out')

  test('a checkout opens one session, stays where it is without an answer, and leads to the payment page and back', async () => {
    const { backend, services } = example
    const release = holdAnswers(backend)
    const { page, card: checkout, button, complaints } = await openCheckout()
    const url = page.url()
    await button.dblclick()
    await expect.poll(() => services.payment.sessions.length).toBe(1)
    backend.faults.kill()
    await tells(
      checkout,
      'The connection was lost. This may have gone through, or may still go through. Check before you try again.',
    )
    expect(page.url()).toBe(url)
    expect(services.payment.sessions).toHaveLength(1)
    release()

    await button.click()
    await page.waitForURL(`${services.payment.url}/pay/**`)
    await shows(page.locator('dl'), 'Tea for a year')
    await page.getByRole('button', { name: 'Pay $42.00' }).click()
    await page.waitForURL(`${new URL(url).origin}/success`)
    const one = { priceId: 'price_xxx' }
    expect(services.payment.sessions).toMatchObject([
      { ...one, status: 'open' },
      { ...one, status: 'paid' },
    ])
    expect(services.payment.charges).toMatchObject([{ amount: 4200 }])
    expect(complaints.filter((text) => !/WebSocket/.test(text))).toEqual([])
  })
})
