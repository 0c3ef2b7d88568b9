import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import {
  callIds,
  card,
  follow,
  hasFocus,
  holdAnswers,
  killByAnswer,
  listen,
  openCard,
  says,
  shows,
  tells,
} from '../screen.js'

onEachScreen((example) => {
  const openPayment = () => openCard(example, 'Pay')

  test('a payment is made once, and its receipt shown', async () => {
    const { card: payment, button, complaints } = await openPayment()
    await payment.getByLabel('Dollars').fill('12.34')
    await button.click()
    await tells(payment, 'Paid $12.34.')
    const [charge] = example.services.payment.charges
    expect(charge).toMatchObject({ amount: 1234, token: 'tok_visa' })
    await tells(payment, String(charge?.id))
    await tells(payment, 'The payment service was asked once.')
    expect(complaints).toEqual([])
  })

  test('a payment says that it is being made', async () => {
    holdAnswers(example.backend)
    const { card: payment, button } = await openPayment()
    await button.click()
    await tells(payment, 'Paying $42.00…')
    expect((await button.textContent())?.trim()).toBe('Paying…')
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await payment.locator('form').getAttribute('aria-busy')).toBe('true')
    // So that it is not charged during the next test, at that test's service.
    await expect.poll(() => example.services.payment.charges.length).toBe(1)
  })

  test('a payment can be followed by ear and made by the keyboard alone', async () => {
    const { page, card: payment, button } = await openPayment()
    const heard = await listen(payment)
    await payment.getByLabel('Pay with').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await tells(payment, 'The payment service was asked once.')
    expect(await hasFocus(button)).toBe(true)
    expect(await button.getAttribute('aria-disabled')).toBe('false')
    expect(await payment.locator('form').getAttribute('aria-busy')).toBe('false')
    const receipt = `Paid $42.00. Receipt ${example.services.payment.charges.at(-1)?.id}`
    expect(await heard.jsonValue()).toEqual([
      'Paying $42.00…',
      receipt,
      `${receipt} The payment service was asked once.`,
    ])
  })

  test('a payment of no money is not made', async () => {
    const { card: payment, button } = await openPayment()
    const dollars = payment.getByLabel('Dollars')
    await dollars.fill('0')
    await button.click()
    expect(await hasFocus(dollars)).toBe(true)
    await dollars.fill('0.5')
    await button.click()
    await tells(payment, 'Paid $0.50.')
    expect(example.backend.wire.requests('payments:charge')).toHaveLength(1)
  })

  test('a payment whose answer is lost with the connection is asked for again, and charged once', async () => {
    const { backend, services } = example
    killByAnswer(backend, 1)
    const { card: payment, button } = await openPayment()
    const heard = await listen(payment)
    const states = await follow(payment.locator('.state'))
    await button.click()
    await tells(payment, 'Paid $42.00.')
    expect(await heard.jsonValue()).toContain('The connection was lost. Asking again in a moment…')
    expect(await states.jsonValue()).toContainEqual(expect.stringContaining('phase retrying attempt 1'))
    await says(payment, 'attempt', '2')
    await tells(payment, 'The payment service was asked once.')
    expect(services.payment.charges).toHaveLength(1)
    expect(callIds(backend, 'payments:charge')).toHaveLength(2)
    expect(new Set(callIds(backend, 'payments:charge')).size).toBe(1)
  })

  test('a payment cut off while the card is being charged waits for that charge, and makes no other', async () => {
    const { backend, services } = example
    services.payment.behave({ delay: 2000 })
    const { card: payment, button } = await openPayment()
    const heard = await listen(payment)
    await button.click()
    await expect.poll(() => services.payment.received.length).toBe(1)
    backend.faults.kill()
    expect(services.payment.charges).toHaveLength(0)
    await tells(payment, 'Paid $42.00.')
    expect(await heard.jsonValue()).toContain('Asking what became of $42.00…')
    await says(payment, 'attempt', '2')
    expect(services.payment.received).toHaveLength(1)
    expect(services.payment.charges).toHaveLength(1)
  })

  test('a payment that is charged when the connection goes waits to ask for it, and says nothing of paying', async () => {
    const { backend, services } = example
    const release = holdAnswers(backend)
    const { page, card: payment, button } = await openPayment()
    await button.click()
    await expect.poll(() => services.payment.charges.length).toBe(1)
    backend.faults.refuse(true)
    backend.faults.kill()
    await tells(payment, 'The connection was lost. Asking again in a moment…')
    expect(await button.textContent()).toContain('Waiting…')
    await tells(payment, 'Waiting for the connection, to ask what became of $42.00…')
    await says(payment, 'attempt', '2')
    expect(await button.textContent()).toContain('Waiting…')
    release()
    backend.faults.refuse(false)
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await tells(payment, 'Paid $42.00.')
    expect(services.payment.charges).toHaveLength(1)
  })

  test('a payment that was never sent says that it is made as soon as the connection is back', async () => {
    const { page, card: payment, button } = await openPayment()
    const connection = card(page, 'Connection')
    await connection.getByLabel('Keep it cut').check()
    await shows(connection, 'Not connected')
    await button.click()
    await tells(payment, 'Waiting for the connection. You pay as soon as it is back.')
    expect(await button.textContent()).toContain('Waiting…')
    await connection.getByLabel('Keep it cut').uncheck()
    await tells(payment, 'Paid $42.00.')
  })

  test('a payment outlives a reload: it is asked for under the same call id, and charged once', async () => {
    const { backend, services } = example
    const release = holdAnswers(backend)
    const { page, card: payment, button } = await openPayment()
    const dollars = payment.getByLabel('Dollars')
    const payWith = payment.getByLabel('Pay with')
    await dollars.fill('12.34')
    await button.click()
    await expect.poll(() => services.payment.charges.length).toBe(1)
    await page.reload()
    release()
    await tells(payment, 'To try again is safe: it stays one payment.')
    expect(await dollars.inputValue()).toBe('12.34')
    expect(await dollars.isEditable()).toBe(false)
    expect(await payWith.isDisabled()).toBe(true)
    expect((await button.textContent())?.trim()).toBe('Try again')
    const heard = await listen(payment)
    await button.click()
    await tells(payment, 'Paid $12.34.')
    expect(await heard.jsonValue()).toContain('Asking what became of $12.34…')
    await tells(payment, 'The payment service was asked once.')
    expect(services.payment.charges).toHaveLength(1)
    expect(new Set(callIds(backend, 'payments:charge')).size).toBe(1)
    expect(await payWith.isEnabled()).toBe(true)
    // The next one is another payment.
    await button.click()
    await expect.poll(() => services.payment.charges.length).toBe(2)
    await tells(payment, 'Paid $12.34.')
    await page.reload()
    await expect.poll(() => dollars.inputValue()).toBe('42')
    expect((await button.textContent())?.trim()).toBe('Pay')
  })

  test('a payment is made once by a double click', async () => {
    const { card: payment, button } = await openPayment()
    // Faster than any mouse: before the page has changed.
    await button.evaluate((element: HTMLButtonElement) => {
      element.click()
      element.click()
    })
    await tells(payment, 'Paid $42.00.')
    expect(example.backend.wire.requests('payments:charge')).toHaveLength(1)
    expect(example.services.payment.charges).toHaveLength(1)
  })

  test('a payment that stays unknown can be tried again without fear', async () => {
    const release = killByAnswer(example.backend)
    const { card: payment, button } = await openPayment()
    await button.click()
    await tells(payment, 'To try again is safe: it stays one payment.')
    await says(payment, 'error.delivery', 'unknown')
    release()
    await shows(payment, 'Try again')
    await button.click()
    await tells(payment, 'Paid $42.00.')
    expect(example.services.payment.charges).toHaveLength(1)
    expect(new Set(callIds(example.backend, 'payments:charge')).size).toBe(1)
  })

  test('a payment that is declined while the connection is lost says so, and nothing of trying again', async () => {
    const { backend, services } = example
    killByAnswer(backend, 1)
    services.payment.behave({ refuse: 'Your card was declined.' })
    const { card: payment, button } = await openPayment()
    await button.click()
    await tells(payment, 'Your card was declined.')
    await says(payment, 'attempt', '2')
    await says(payment, 'error.delivery', 'unknown')
    expect(await payment.getByText('To try again is safe').count()).toBe(0)
    expect(services.payment.received).toHaveLength(1)
  })

  test('a payment that is declined asks no second time, and goes through with another card', async () => {
    const { card: payment, button } = await openPayment()
    await payment.getByLabel('Pay with').selectOption('A card without')
    await button.click()
    await tells(payment, 'Your card was declined.')
    await says(payment, 'error.delivery', 'responded')
    expect(await payment.getByText('To try again is safe').count()).toBe(0)
    await button.click()
    await expect.poll(() => example.backend.wire.requests('payments:charge').length).toBe(2)
    await tells(payment, 'Your card was declined.')
    await tells(payment, 'The payment service was asked once.')
    expect(example.services.payment.received).toHaveLength(1)
    await payment.getByLabel('Pay with').selectOption('A card with money')
    expect(await button.textContent()).toBe('Pay')
    await button.click()
    await tells(payment, 'Paid $42.00.')
    expect(example.services.payment.charges).toHaveLength(1)
  })
})
