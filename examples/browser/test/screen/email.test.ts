import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { card, hasFocus, holdAnswers, listen, openCard, says, shows, tells } from '../screen.js'

onEachScreen((example) => {
  const openEmail = () => openCard(example, 'Send an e-mail')

  test('an e-mail says that it is being sent', async () => {
    holdAnswers(example.backend)
    const { card: email, button } = await openEmail()
    await email.getByLabel('To').fill('grace@example.com')
    await button.click()
    await tells(email, 'Sending to grace@example.com…')
    await says(email, 'phase', 'running')
    expect(await button.textContent()).toBe('Sending…')
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await email.locator('form').getAttribute('aria-busy')).toBe('true')
  })

  test('an e-mail says that it is sent', async () => {
    const { card: email, button, complaints } = await openEmail()
    await email.getByLabel('To').fill('grace@example.com')
    await button.click()
    await tells(email, 'Sent to grace@example.com.')
    await says(email, 'status', 'success')
    expect(await button.textContent()).toBe('Send e-mail')
    expect(await button.getAttribute('aria-disabled')).toBe('false')
    expect(await email.locator('form').getAttribute('aria-busy')).toBe('false')
    expect(example.services.email.received).toEqual([
      { to: 'grace@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' },
    ])
    expect(complaints).toEqual([])
  })

  test('an e-mail can be followed by ear', async () => {
    const { card: email, button } = await openEmail()
    const heard = await listen(email)
    await button.click()
    await tells(email, 'Sent to ada@example.com.')
    expect(await heard.jsonValue()).toEqual(['Sending to ada@example.com…', 'Sent to ada@example.com.'])
  })

  test('an e-mail that the server has something against says what, and is sent once corrected', async () => {
    const { card: email, button } = await openEmail()
    await email.getByLabel('To').fill('ada@example')
    await button.click()
    await tells(email, '“ada@example” is not an e-mail address.')
    await says(email, 'error.delivery', 'responded')
    await email.getByLabel('To').fill('ada@example.com')
    await button.click()
    await tells(email, 'Sent to ada@example.com.')
    expect(example.services.email.received).toHaveLength(1)
  })

  test('an e-mail that lacks something is not sent', async () => {
    const { card: email, button } = await openEmail()
    for (const [label, text] of [
      ['To', 'ada'],
      ['Subject', ''],
      ['Message', ''],
    ] as const) {
      const field = email.getByLabel(label)
      const before = await field.inputValue()
      await field.fill(text)
      await button.click()
      expect(await hasFocus(field)).toBe(true)
      await field.fill(before)
    }
    await button.click()
    await tells(email, 'Sent to ada@example.com.')
    expect(example.backend.wire.requests('emails:send')).toHaveLength(1)
  })

  test('an e-mail needs the keyboard alone, and the focus stays where it was', async () => {
    const { page, card: email, button } = await openEmail()
    await email.getByLabel('Message').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await tells(email, 'Sent to ada@example.com.')
    expect(await hasFocus(button)).toBe(true)
  })

  test('an e-mail is sent once, however impatiently one presses', async () => {
    holdAnswers(example.backend)
    const { page, card: email, button } = await openEmail()
    await button.dblclick()
    await page.keyboard.press('Enter')
    await example.backend.wire.waitFor(({ message }) => message.type === 'Action')
    await says(email, 'inFlight', '1')
    expect(example.backend.wire.requests('emails:send')).toHaveLength(1)
  })

  test('an e-mail whose connection is cut tells so at once, with what is unknown then', async () => {
    holdAnswers(example.backend)
    const { card: email, button } = await openEmail()
    await button.click()
    await example.backend.wire.waitFor(({ message }) => message.type === 'Action')
    await says(email, 'phase', 'running')
    // The client's own promise would settle only once it is connected again.
    example.backend.faults.refuse(true)
    example.backend.faults.kill()
    await tells(email, 'The connection was lost. It may have gone through all the same.')
    await tells(email, 'Ask ada@example.com before you send it again.')
    await says(email, 'error.kind', 'connection')
    await says(email, 'error.delivery', 'unknown')
    await says(email, 'inFlight', '0')
  })

  test('an e-mail that takes too long is given up, with what is unknown then', async () => {
    holdAnswers(example.backend)
    const { page, card: email, button } = await openEmail()
    await page.clock.install()
    await button.click()
    await says(email, 'phase', 'running')
    await page.clock.fastForward(10_000)
    await tells(email, 'This took too long. It may have gone through all the same.')
    await tells(email, 'Ask ada@example.com before you send it again.')
    await says(email, 'error.kind', 'timeout')
  })

  test('an e-mail without a connection waits, and is sent once there is one', async () => {
    const { page, card: email, button } = await openEmail()
    const connection = card(page, 'Connection')
    await connection.getByLabel('Keep it cut').check()
    await shows(connection, 'Not connected')
    await button.click()
    await tells(email, 'Waiting for the connection. Your e-mail goes out if it is back within ten seconds.')
    await says(email, 'phase', 'queued')
    expect(await button.textContent()).toBe('Waiting…')
    expect(example.backend.wire.requests('emails:send')).toHaveLength(0)
    await connection.getByLabel('Keep it cut').uncheck()
    await tells(email, 'Sent to ada@example.com.')
    expect(example.backend.wire.requests('emails:send')).toHaveLength(1)
  })
})
