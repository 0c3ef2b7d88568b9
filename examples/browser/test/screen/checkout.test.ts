import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { holdAnswers, openCard, shows, tells } from '../screen.js'

onEachScreen((example) => {
  const openCheckout = () => openCard(example, 'Check out')

  test('a checkout leads to the page of the payment service, which leads back once it is paid', async () => {
    const { page, button, complaints } = await openCheckout()
    const { origin } = new URL(page.url())
    await button.click()
    await page.waitForURL(`${example.services.payment.url}/pay/**`)
    await shows(page.locator('dl'), 'Tea for a year')
    expect(complaints).toEqual([])
    await page.getByRole('button', { name: 'Pay $42.00' }).click()
    await page.waitForURL(`${origin}/success`)
    expect(example.services.payment.sessions).toMatchObject([{ priceId: 'price_xxx', status: 'paid' }])
    expect(example.services.payment.charges).toMatchObject([{ amount: 4200 }])
  })

  test('a checkout that is left leads back, and costs nothing', async () => {
    const { page, button } = await openCheckout()
    const { origin } = new URL(page.url())
    await button.click()
    await page.waitForURL(`${example.services.payment.url}/pay/**`)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.waitForURL(`${origin}/cancel`)
    expect(example.services.payment.sessions).toMatchObject([{ status: 'open' }])
    expect(example.services.payment.charges).toEqual([])
  })

  test('a checkout whose answer does not come opens one session, and stays where it is', async () => {
    holdAnswers(example.backend)
    const { page, card: checkout, button } = await openCheckout()
    const url = page.url()
    await button.dblclick()
    await expect.poll(() => example.services.payment.sessions.length).toBe(1)
    example.backend.faults.kill()
    await tells(checkout, 'The connection was lost. It may have gone through all the same.')
    expect(page.url()).toBe(url)
    expect(example.services.payment.sessions).toHaveLength(1)
  })
})
