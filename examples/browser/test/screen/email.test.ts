import { expect, test } from 'vitest'
import { type OpenOptions, onEachScreen } from '../../example.js'
import {
  card,
  doubleClick,
  hasFocus,
  holdAnswers,
  keepAnswer,
  listen,
  openCard,
  says,
  shows,
  tells,
} from '../screen.js'

onEachScreen((example) => {
  const openEmail = (options?: OpenOptions) => openCard(example, 'Send an e-mail', options)

  test('an e-mail is sent by the keyboard alone, is followed by ear, and is sent once', async () => {
    const { backend, services } = example
    const deliver = keepAnswer(backend)
    const { page, card: email, button, complaints } = await openEmail()
    const heard = await listen(email)
    for (const [label, text] of [
      ['To', 'grace'],
      ['Subject', ''],
      ['Message', ''],
    ] as const) {
      const field = email.getByLabel(label)
      const before = await field.inputValue()
      await field.fill(text)
      await button.press('Enter')
      expect(await hasFocus(field), label).toBe(true)
      await field.fill(before)
    }
    expect(backend.wire.requests()).toEqual([])

    await email.getByLabel('To').fill('grace@example.com')
    await email.getByLabel('Message').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await tells(email, 'Sending to grace@example.com…')
    await says(email, 'phase', 'running')
    expect(await button.textContent()).toBe('Sending…')
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await email.locator('form').getAttribute('aria-busy')).toBe('true')
    await page.keyboard.press('Enter')
    await doubleClick(button)
    await says(email, 'inFlight', '1')

    await deliver()
    await tells(email, 'Sent to grace@example.com.')
    await says(email, 'status', 'success')
    expect(await heard.jsonValue()).toEqual(['Sending to grace@example.com…', 'Sent to grace@example.com.'])
    expect(await hasFocus(button)).toBe(true)
    expect(await button.textContent()).toBe('Send e-mail')
    expect(await button.getAttribute('aria-disabled')).toBe('false')
    expect(await email.locator('form').getAttribute('aria-busy')).toBe('false')
    expect(backend.wire.requests('emails:send')).toHaveLength(1)
    expect(services.email.received).toEqual([
      { to: 'grace@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' },
    ])
    expect(complaints).toEqual([])
  })

  test('an e-mail that is refused, waits, is cut off or takes too long says so, and what is unknown then', async () => {
    const { backend, services } = example
    const { page, card: email, button } = await openEmail({ context: {} })
    await email.getByLabel('To').fill('ada@example')
    await button.click()
    await tells(email, '“ada@example” is not an e-mail address.')
    await says(email, 'error.delivery', 'responded')
    await email.getByLabel('To').fill('ada@example.com')

    const connection = card(page, 'Connection')
    await connection.getByLabel('Keep it cut').check()
    await shows(connection, 'Not connected')
    await button.click()
    await tells(email, 'Waiting for the connection. Your e-mail goes out if it is back within ten seconds.')
    await says(email, 'phase', 'queued')
    expect(await button.textContent()).toBe('Waiting…')
    expect(backend.wire.requests('emails:send')).toHaveLength(1)
    await connection.getByLabel('Keep it cut').uncheck()
    await tells(email, 'Sent to ada@example.com.')
    expect(backend.wire.requests('emails:send')).toHaveLength(2)
    expect(services.email.received).toHaveLength(1)

    holdAnswers(backend)
    await button.click()
    await expect.poll(() => backend.wire.requests('emails:send').length).toBe(3)
    await says(email, 'phase', 'running')
    // The client's own promise would settle only once it is connected again.
    backend.faults.refuse(true)
    backend.faults.kill()
    await tells(
      email,
      'The connection was lost. This may have gone through, or may still go through. Check before you try again.',
    )
    await tells(email, 'Ask ada@example.com whether it arrived.')
    await says(email, 'error.kind', 'connection')
    await says(email, 'error.delivery', 'unknown')
    await says(email, 'inFlight', '0')

    backend.faults.refuse(false)
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await shows(connection, 'Connected')
    // A clock cannot be taken out of a tab.
    await page.clock.install()
    await button.click()
    await says(email, 'phase', 'running')
    await page.clock.fastForward(10_000)
    await tells(
      email,
      'This took too long. This may have gone through, or may still go through. Check before you try again.',
    )
    await tells(email, 'Ask ada@example.com whether it arrived.')
    await says(email, 'error.kind', 'timeout')
  })
})
