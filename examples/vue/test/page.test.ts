import type { LocalBackend } from '@convex-action/local-backend'
import type { Locator, Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { startExample } from './setup.js'

const example = startExample()

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** Waits until the text is there to see. */
const shows = (where: Locator, text: string) => where.getByText(text, { exact: true }).waitFor()

/** Waits until the strip under a component says that the field has this value. */
const says = (where: Locator, field: string, value: string) =>
  where
    .locator('.state div', { has: where.page().getByText(field, { exact: true }) })
    .getByText(value, { exact: true })
    .waitFor()

const isAnswer = (message: { type: string }, direction: string) =>
  direction === 'out' && message.type === 'ActionResponse'

/** Keeps every answer back, until the returned function lets the next ones pass. */
const holdAnswers = ({ faults }: LocalBackend) => faults.on(isAnswer, 'drop')

const slowAnswers = ({ faults }: LocalBackend) => faults.on(isAnswer, { delay: 1000 })

/** The call ids that reached the server, one for each request. */
const callIds = (name: string): unknown[] =>
  example.backend.wire.requests(name).map(({ message }) => (message.args as { callId: string }[])[0]?.callId)

describe('the form', () => {
  async function openForm() {
    const { page, complaints } = await example.open()
    await shows(card(page, 'Connection'), 'Connected')
    const form = card(page, 'Send an e-mail')
    return { page, complaints, form, button: form.getByRole('button') }
  }

  test('says what it does, then that it is done', async () => {
    slowAnswers(example.backend)
    const { form, button, complaints } = await openForm()
    await form.getByLabel('To').fill('grace@example.com')
    await button.click()
    await shows(form, 'Sending to grace@example.com…')
    await says(form, 'phase', 'running')
    expect(await button.textContent()).toBe('Sending…')
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await form.locator('form').getAttribute('aria-busy')).toBe('true')
    await shows(form, 'Sent to grace@example.com.')
    await says(form, 'status', 'success')
    expect(await button.textContent()).toBe('Send e-mail')
    expect(example.services.email.received).toEqual([
      { to: 'grace@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' },
    ])
    expect(complaints).toEqual([])
  })

  test('shows what the server has against it, and sends the corrected e-mail', async () => {
    const { form, button } = await openForm()
    await form.getByLabel('To').fill('ada@example')
    await button.click()
    await shows(form, '“ada@example” is not an e-mail address.')
    await says(form, 'error.delivery', 'responded')
    await form.getByLabel('To').fill('ada@example.com')
    await button.click()
    await shows(form, 'Sent to ada@example.com.')
    expect(example.services.email.received).toHaveLength(1)
  })

  test('can be used with the keyboard alone, and the focus stays where it was', async () => {
    slowAnswers(example.backend)
    const { page, form, button } = await openForm()
    await form.getByLabel('Message').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await shows(form, 'Sending to ada@example.com…')
    await shows(form, 'Sent to ada@example.com.')
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
  })

  test('sends once, however impatiently one presses', async () => {
    slowAnswers(example.backend)
    const { page, form, button } = await openForm()
    await button.dblclick()
    await page.keyboard.press('Enter')
    await shows(form, 'Sent to ada@example.com.')
    expect(example.backend.wire.requests('emails:send')).toHaveLength(1)
  })

  test('a connection that is cut is told at once, with what is unknown then', async () => {
    holdAnswers(example.backend)
    const { form, button } = await openForm()
    await button.click()
    await example.backend.wire.waitFor(({ message }) => message.type === 'Action')
    await says(form, 'phase', 'running')
    // The client's own promise would settle only once it is connected again.
    example.backend.faults.refuse(true)
    example.backend.faults.kill()
    await shows(form, 'The connection was lost. It may have gone through all the same.')
    await shows(form, 'Ask ada@example.com before you send it again.')
    await says(form, 'error.kind', 'connection')
    await says(form, 'error.delivery', 'unknown')
    await says(form, 'inFlight', '0')
  })

  test('what takes too long is given up, with what is unknown then', async () => {
    holdAnswers(example.backend)
    const { page, form, button } = await openForm()
    await page.clock.install()
    await button.click()
    await says(form, 'phase', 'running')
    await page.clock.fastForward(10_000)
    await shows(form, 'This took too long. It may have gone through all the same.')
    await shows(form, 'Ask ada@example.com before you send it again.')
    await says(form, 'error.kind', 'timeout')
  })

  test('without a connection it waits, and sends once there is one', async () => {
    const { page, form, button } = await openForm()
    const connection = card(page, 'Connection')
    await connection.getByLabel('Keep it cut').check()
    await shows(connection, 'Not connected')
    await button.click()
    await shows(form, 'Waiting for the connection. Your e-mail goes out as soon as it is back.')
    await says(form, 'phase', 'queued')
    expect(example.backend.wire.requests('emails:send')).toHaveLength(0)
    await connection.getByLabel('Keep it cut').uncheck()
    await shows(form, 'Sent to ada@example.com.')
    expect(example.backend.wire.requests('emails:send')).toHaveLength(1)
  })
})

describe('the report', () => {
  async function openReport() {
    const { page, complaints } = await example.open()
    await shows(card(page, 'Connection'), 'Connected')
    const report = card(page, 'Generate a report')
    return { page, complaints, report, button: report.locator('[type=submit]') }
  }

  test('can be downloaded when it is ready', async () => {
    slowAnswers(example.backend)
    const { report, button, complaints } = await openReport()
    await report.getByLabel('Month').selectOption('February')
    await button.click()
    await shows(report, 'Adding up February…')
    await shows(report, 'The report for February is ready: 28 days.')
    const link = report.getByRole('link', { name: 'Download sales-february.csv' })
    const file = await (await fetch((await link.getAttribute('href')) ?? '')).text()
    expect(file.trimEnd().split('\n')).toHaveLength(29)
    expect(complaints).toEqual([])
  })

  test('tells how far it is, to everybody', async () => {
    process.env.REPORT_STEP_MS = '300'
    const release = holdAnswers(example.backend)
    const { report, button } = await openReport()
    const seen = await report.evaluateHandle((card) => {
      const seen: string[] = []
      const look = () => {
        const bar = card.querySelector('progress')
        const now = bar?.hasAttribute('value') && `${bar.labels?.[0]?.textContent.trim()} ${bar.position}`
        if (now && now !== seen.at(-1)) seen.push(now)
      }
      new MutationObserver(look).observe(card, { subtree: true, attributes: true, childList: true })
      return seen
    })
    await button.click()
    await report.getByRole('progressbar', { name: 'Done' }).waitFor()
    expect(await seen.jsonValue()).toEqual([
      'Collecting the orders 0',
      'Adding up the days 0.25',
      'Checking the totals 0.5',
      'Writing the file 0.75',
      'Done 1',
    ])
    await says(report, 'progress', '4 of 4')
    release()
  })

  test('can be given up while it runs: the page says what is unknown, and the focus is not lost', async () => {
    holdAnswers(example.backend)
    const { page, report, button, complaints } = await openReport()
    await button.focus()
    await page.keyboard.press('Enter')
    await shows(report, 'Adding up January…')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await shows(report, 'This was canceled. It may have gone through all the same.')
    await says(report, 'status', 'idle')
    await says(report, 'inFlight', '0')
    expect(await report.getByRole('button', { name: 'Cancel' }).count()).toBe(0)
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await button.textContent()).toBe('Generate report')
    expect(complaints).toEqual([])
  })

  test('given up while it waits for the connection, is never made', async () => {
    const { page, report, button } = await openReport()
    const connection = card(page, 'Connection')
    await connection.getByLabel('Keep it cut').check()
    await shows(connection, 'Not connected')
    await button.click()
    await shows(report, 'Waiting for the connection. The report starts as soon as it is back.')
    await report.getByRole('button', { name: 'Cancel' }).click()
    await shows(report, 'This was canceled. Nothing was sent.')
    await connection.getByLabel('Keep it cut').uncheck()
    await shows(connection, 'Connected')
    await report.getByLabel('Month').selectOption('March')
    await button.click()
    await shows(report, 'The report for March is ready: 31 days.')
    const months = example.backend.wire
      .requests('reports:generate')
      .map(({ message }) => message.args as { month: string }[])
    expect(months.map(([args]) => args?.month)).toEqual(['March'])
  })

  test('is tried again by the same button, which keeps the focus, under the same call id', async () => {
    const release = holdAnswers(example.backend)
    const { report, button } = await openReport()
    await button.focus()
    await button.press('Enter')
    await example.backend.wire.waitFor(({ message }) => message.type === 'Action')
    example.backend.faults.kill()
    await shows(report, 'Try again')
    release()
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
    await button.press('Enter')
    await shows(report, 'The report for January is ready: 31 days.')
    const [first, second] = callIds('reports:generate')
    expect(second).toBe(first)
    await says(report, 'callId', String(first).slice(0, 8))
  })

  test('of another month is another report, also after one that failed', async () => {
    const release = holdAnswers(example.backend)
    const { report, button } = await openReport()
    await button.click()
    await example.backend.wire.waitFor(({ message }) => message.type === 'Action')
    example.backend.faults.kill()
    await shows(report, 'Try again')
    release()
    await report.getByLabel('Month').selectOption('February')
    expect(await button.textContent()).toBe('Generate report')
    await button.click()
    await shows(report, 'The report for February is ready: 28 days.')
    const [first, second] = callIds('reports:generate')
    expect(second).not.toBe(first)
  })
})

describe('the payment', () => {
  async function openPayment() {
    const { page, complaints } = await example.open()
    await shows(card(page, 'Connection'), 'Connected')
    const payment = card(page, 'Pay')
    return { page, complaints, payment, button: payment.getByRole('button') }
  }

  test('is made once, and its receipt shown', async () => {
    const { payment, button, complaints } = await openPayment()
    await payment.getByLabel('Dollars').fill('12.34')
    await button.click()
    await shows(payment, 'Paid $12.34.')
    const [charge] = example.services.payment.charges
    expect(charge).toMatchObject({ amount: 1234, token: 'tok_visa' })
    await shows(payment, String(charge?.id))
    await shows(payment, 'The payment service was asked once.')
    expect(complaints).toEqual([])
  })

  test('whose answer is lost with the connection is asked for again, and charged once', async () => {
    const { backend, services } = example
    backend.faults.on(isAnswer, 'kill', { times: 1 })
    const { payment, button } = await openPayment()
    await button.click()
    await shows(payment, 'The connection was lost. Asking again in a moment…')
    await says(payment, 'phase', 'retrying')
    await says(payment, 'attempt', '1')
    await shows(payment, 'Paid $42.00.')
    await says(payment, 'attempt', '2')
    await shows(payment, 'The payment service was asked once.')
    expect(services.payment.charges).toHaveLength(1)
    expect(callIds('payments:charge')).toHaveLength(2)
    expect(new Set(callIds('payments:charge')).size).toBe(1)
  })

  test('cut off while the card is being charged waits for that charge, and makes no other', async () => {
    const { backend, services } = example
    services.payment.behave({ delay: 2000 })
    const { payment, button } = await openPayment()
    await button.click()
    await expect.poll(() => services.payment.received.length).toBe(1)
    backend.faults.kill()
    await shows(payment, 'Asking what became of $42.00…')
    expect(services.payment.charges).toHaveLength(0)
    await shows(payment, 'Paid $42.00.')
    await says(payment, 'attempt', '2')
    expect(services.payment.received).toHaveLength(1)
    expect(services.payment.charges).toHaveLength(1)
  })

  test('is made once by a double click', async () => {
    const { payment, button } = await openPayment()
    // Faster than any mouse: before the page has changed.
    await button.evaluate((element: HTMLButtonElement) => {
      element.click()
      element.click()
    })
    await shows(payment, 'Paid $42.00.')
    expect(example.backend.wire.requests('payments:charge')).toHaveLength(1)
    expect(example.services.payment.charges).toHaveLength(1)
  })

  test('that stays unknown can be tried again without fear', async () => {
    const release = example.backend.faults.on(isAnswer, 'kill')
    const { payment, button } = await openPayment()
    await button.click()
    await shows(payment, 'To try again is safe: it stays one payment.')
    await says(payment, 'error.delivery', 'unknown')
    release()
    await button.click()
    await shows(payment, 'Paid $42.00.')
    expect(example.services.payment.charges).toHaveLength(1)
    expect(new Set(callIds('payments:charge')).size).toBe(1)
  })

  test('that is declined while the connection is lost says so, and nothing of trying again', async () => {
    const { backend, services } = example
    backend.faults.on(isAnswer, 'kill', { times: 1 })
    services.payment.behave({ refuse: 'Your card was declined.' })
    const { payment, button } = await openPayment()
    await button.click()
    await shows(payment, 'Your card was declined.')
    await says(payment, 'attempt', '2')
    await says(payment, 'error.delivery', 'unknown')
    expect(await payment.getByText('To try again is safe').count()).toBe(0)
    expect(services.payment.received).toHaveLength(1)
  })

  test('that is declined says so, asks no second time, and goes through with another card', async () => {
    const { payment, button } = await openPayment()
    await payment.getByLabel('Pay with').selectOption('A card without')
    await button.click()
    await shows(payment, 'Your card was declined.')
    await says(payment, 'error.delivery', 'responded')
    expect(await payment.getByText('To try again is safe').count()).toBe(0)
    await button.click()
    await expect.poll(() => example.backend.wire.requests('payments:charge').length).toBe(2)
    await shows(payment, 'Your card was declined.')
    await shows(payment, 'The payment service was asked once.')
    expect(example.services.payment.received).toHaveLength(1)
    await payment.getByLabel('Pay with').selectOption('A card with money')
    expect(await button.textContent()).toBe('Pay')
    await button.click()
    await shows(payment, 'Paid $42.00.')
    expect(example.services.payment.charges).toHaveLength(1)
  })
})

describe('the panel', () => {
  test('cuts the connection once, and it comes back', async () => {
    const { page } = await example.open()
    const connection = card(page, 'Connection')
    await shows(connection, 'Connected')
    await connection.getByRole('button', { name: 'Cut it once' }).click()
    await shows(connection, 'Not connected')
    await shows(connection, 'Connected')
  })

  test('makes the server slow, until it is told otherwise', async () => {
    const { page } = await example.open()
    const slow = card(page, 'Connection').getByLabel('Answers take three seconds')
    await slow.check()
    await expect.poll(() => example.backend.faults.answerDelay).toBe(3000)
    await slow.uncheck()
    await expect.poll(() => example.backend.faults.answerDelay).toBe(0)
  })

  test('a page that is loaded anew finds an undisturbed server', async () => {
    const { page } = await example.open()
    await card(page, 'Connection').getByLabel('Answers take three seconds').check()
    await expect.poll(() => example.backend.faults.answerDelay).toBe(3000)
    await page.reload()
    await expect.poll(() => example.backend.faults.answerDelay).toBe(0)
  })
})
