import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import {
  callIds,
  card,
  doubleClick,
  follow,
  hasFocus,
  holdAnswers,
  keepAnswer,
  killByAnswer,
  listen,
  openCard,
  says,
  shows,
  tells,
} from '../screen.js'

const isRequest = ({ udfPath }: { udfPath?: unknown }, direction: string) =>
  direction === 'in' && udfPath === 'payments:charge'

onEachScreen((example) => {
  const openPayment = () => openCard(example, 'Pay')

  test('a payment is made by the keyboard alone, is followed by ear, and is made once by a double click', async () => {
    const { backend, services } = example
    const deliver = keepAnswer(backend)
    const { page, card: payment, button, complaints } = await openPayment()
    const heard = await listen(payment)
    const dollars = payment.getByLabel('Dollars')
    await dollars.fill('0')
    await button.press('Enter')
    expect(await hasFocus(dollars)).toBe(true)
    expect(backend.wire.requests('payments:charge')).toEqual([])

    await dollars.fill('12.34')
    await payment.getByLabel('Pay with').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await tells(payment, 'Paying $12.34…')
    expect((await button.textContent())?.trim()).toBe('Paying…')
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await payment.locator('form').getAttribute('aria-busy')).toBe('true')

    await deliver()
    await tells(payment, 'The payment service was asked once.')
    const [charge] = services.payment.charges
    expect(charge).toMatchObject({ amount: 1234, token: 'tok_visa' })
    const receipt = `Paid $12.34. Receipt ${charge?.id}`
    const once = 'The payment service was asked once.'
    expect(await heard.jsonValue()).toEqual(['Paying $12.34…', receipt, `${receipt} ${once}`])
    expect(await hasFocus(button)).toBe(true)
    expect(await button.getAttribute('aria-disabled')).toBe('false')
    expect(await payment.locator('form').getAttribute('aria-busy')).toBe('false')

    await dollars.fill('0.5')
    await doubleClick(button)
    await tells(payment, 'Paid $0.50.')
    expect(services.payment.charges).toHaveLength(2)
    expect(backend.wire.requests('payments:charge')).toHaveLength(2)
    expect(complaints).toEqual([])
  })

  test('a payment waits for the connection, and is found when the connection goes before its answer comes', async () => {
    const { backend, services } = example
    const { page, card: payment, button } = await openPayment()
    const connection = card(page, 'Connection')
    await connection.getByLabel('Keep it cut').check()
    await shows(connection, 'Not connected')
    await button.click()
    await tells(payment, 'Waiting for the connection. You pay as soon as it is back.')
    expect(await button.textContent()).toContain('Waiting…')
    await connection.getByLabel('Keep it cut').uncheck()
    await tells(payment, 'Paid $42.00.')

    holdAnswers(backend)
    const states = await follow(payment.locator('.state'))
    await button.click()
    await expect.poll(() => services.payment.charges.length).toBe(2)
    backend.faults.refuse(true)
    backend.faults.kill()
    await tells(payment, 'Checking what happened…')
    expect((await button.textContent())?.trim()).toBe('Checking…')
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    backend.faults.refuse(false)
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await tells(payment, 'Paid $42.00.')
    await tells(payment, 'The payment service was asked once.')
    expect(await states.jsonValue()).toContainEqual(expect.stringContaining('phase checking attempt 1'))
    expect(services.payment.charges).toHaveLength(2)
    expect(backend.wire.requests('payments:charge')).toHaveLength(2)
  })

  test('a payment goes on after a reload: while it runs, while it is checked, and not once it is settled; it is charged once', async () => {
    const { backend, services } = example
    const isSettle = ({ udfPath }: { udfPath?: unknown }, direction: string) =>
      direction === 'in' && udfPath === 'calls:settle'
    const release = holdAnswers(backend)
    const { page, card: payment, button, complaints } = await openPayment()
    const dollars = payment.getByLabel('Dollars')
    await dollars.fill('12.34')
    await button.click()
    await expect.poll(() => services.payment.charges.length).toBe(1)
    await page.reload()
    await tells(payment, 'Your last payment went through.')
    await shows(payment, services.payment.charges[0]?.id ?? '')
    await tells(payment, 'The payment service was asked once.')
    // What was to be paid is not stored, so the form is as new.
    expect(await dollars.inputValue()).toBe('42')
    expect(await dollars.isEditable()).toBe(true)
    expect((await button.textContent())?.trim()).toBe('Pay')

    await button.click()
    await expect.poll(() => services.payment.charges.length).toBe(2)
    const unanswered = backend.faults.on(isSettle, 'drop')
    backend.faults.kill()
    await tells(payment, 'Checking what happened…')
    // The browser's Back is a reload, too.
    await page.goto(`${new URL(page.url()).origin}/success`)
    await page.goBack()
    await tells(payment, 'Checking what happened…')
    expect((await button.textContent())?.trim()).toBe('Checking…')
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    await button.press('Enter')
    unanswered()
    backend.faults.kill()
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await tells(payment, 'Your last payment went through.')
    expect(services.payment.charges).toHaveLength(2)

    release()
    await button.click()
    await tells(payment, 'Paid $42.00.')
    await page.reload()
    await shows(card(page, 'Connection'), 'Connected')
    await says(payment, 'status', 'idle')
    expect(services.payment.charges).toHaveLength(3)
    expect(backend.wire.requests('payments:charge')).toHaveLength(3)
    // The client tells of its socket, and would ask whether to leave.
    expect(complaints.filter((text) => !/WebSocket|beforeunload/.test(text))).toEqual([])
  })

  test('a payment whose request is lost is made all the same, or the page knows that nothing was paid', async () => {
    const { backend, services } = example
    backend.faults.on(isRequest, 'kill', { times: 1 })
    const { card: payment, button } = await openPayment()
    const heard = await listen(payment)
    await button.click()
    await tells(payment, 'Paid $42.00.')
    expect(await heard.jsonValue()).toEqual(
      expect.arrayContaining([
        'Checking what happened…',
        'The connection was lost before it began. Trying again in a moment…',
      ]),
    )
    await says(payment, 'attempt', '2')
    expect(services.payment.charges).toHaveLength(1)

    const release = backend.faults.on(isRequest, 'kill')
    await button.click()
    await tells(payment, 'The connection was lost before it began. Nothing happened; you can try again.')
    await says(payment, 'error.delivery', 'not-sent')
    await tells(payment, 'The payment service was not asked.')
    expect(await payment.getByText('You can safely try again').count()).toBe(0)
    expect(await payment.getByLabel('Dollars').isEditable()).toBe(true)
    release()
    await shows(payment, 'Try again')
    await button.click()
    await tells(payment, 'Paid $42.00.')
    expect(services.payment.charges).toHaveLength(2)
  })

  test('a payment whose answer is lost is found; a declined card is asked once, then another card pays', async () => {
    const { backend, services } = example
    killByAnswer(backend, 1)
    const { card: payment, button } = await openPayment()
    await button.click()
    await tells(payment, 'Paid $42.00.')
    await says(payment, 'attempt', '1')
    expect(services.payment.charges).toHaveLength(1)
    expect(backend.wire.requests('payments:charge')).toHaveLength(1)

    const before = callIds(backend, 'payments:charge').length
    await payment.getByLabel('Pay with').selectOption('A card without')
    await button.click()
    await tells(payment, 'Your card was declined.')
    await says(payment, 'error.delivery', 'responded')
    expect(await payment.getByText('You can safely try again').count()).toBe(0)
    await button.click()
    await expect.poll(() => callIds(backend, 'payments:charge').length).toBe(before + 2)
    await tells(payment, 'Your card was declined.')
    await tells(payment, 'The payment service was asked once.')
    expect(services.payment.received).toHaveLength(2)
    await payment.getByLabel('Pay with').selectOption('A card with money')
    expect(await button.textContent()).toBe('Pay')
    await button.click()
    await tells(payment, 'Paid $42.00.')
    expect(services.payment.charges).toHaveLength(2)
  })
})
