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
    return { page, complaints, report, button: report.getByRole('button') }
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

  test('is tried again by the same button, which keeps the focus', async () => {
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
