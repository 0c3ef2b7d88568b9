import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import {
  callIds,
  card,
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
  const openReport = () => openCard(example, 'Generate a report')

  test('a report tells how far it is, spares a screen reader every step, and can be downloaded', async () => {
    process.env.REPORT_STEP_MS = '300'
    const deliver = keepAnswer(example.backend)
    const { card: report, button, complaints } = await openReport()
    const seen = await report.evaluateHandle((card) => {
      const seen: string[] = []
      const look = () => {
        const bar = card.querySelector('progress')
        const now = bar?.hasAttribute('value') && `${bar.labels?.[0]?.textContent.trim()} ${bar.position}`
        if (now && now !== seen.at(-1)) seen.push(now)
      }
      new MutationObserver(look).observe(card, {
        subtree: true,
        attributes: true,
        childList: true,
        characterData: true,
      })
      return seen
    })
    const heard = await listen(report)
    await report.getByLabel('Month').selectOption('February')
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
    expect(await heard.jsonValue()).toEqual(['Adding up February…'])

    await deliver()
    await tells(report, 'The report for February is ready: 28 days.')
    expect(await button.getAttribute('aria-disabled')).toBe('false')
    expect(await report.locator('form').getAttribute('aria-busy')).toBe('false')
    const link = report.getByRole('link', { name: 'Download sales-february.csv' })
    expect(await link.getAttribute('download')).toBe('sales-february.csv')
    const file = await (await fetch((await link.getAttribute('href')) ?? '')).text()
    expect(file.trimEnd().split('\n')).toHaveLength(29)
    expect(complaints).toEqual([])
  })

  test('a report goes on after a reload, for whoever asked for it, and can be seen from a link by nobody else', async () => {
    const { faults } = example.backend
    process.env.REPORT_STEP_MS = '300'
    const { page, card: report, button, complaints } = await openReport()
    const signIn = (where: Page, name: string) =>
      card(where, 'Ask who I am')
        .getByRole('button', { name: `Sign in as ${name}` })
        .click()
    await signIn(page, 'Ada')
    await report.getByLabel('Month').selectOption('February')
    // However slow the page is, it has no answer before it is left.
    faults.on(({ type }) => type === 'ActionResponse', 'drop', { times: 1 })
    await button.click()
    await report.getByRole('progressbar').waitFor()
    await expect.poll(() => example.backend.wire.requests('reports:generate').length).toBe(1)
    const isSettle = ({ udfPath }: { udfPath?: unknown }) => udfPath === 'calls:settle'
    const unanswered = faults.on(isSettle, 'drop')
    await page.reload()
    await shows(card(page, 'Connection'), 'Connected')
    await says(report, 'status', 'idle')
    await signIn(page, 'Bob')
    await says(report, 'callId', '–')
    await signIn(page, 'Ada')
    await tells(report, 'Checking what happened…')
    await report.getByRole('progressbar', { name: 'Done' }).waitFor()
    await says(report, 'phase', 'checking')
    unanswered()
    faults.kill()
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await tells(report, 'Your report is ready: 28 days.')
    await report.getByRole('link', { name: 'Download sales-february.csv' }).waitFor()

    const link = await report.getByRole('link', { name: 'See your report' }).getAttribute('href')
    const other = await page.context().newPage()
    await other.goto(new URL(link ?? '', page.url()).href)
    const seen = card(other, 'Generate a report')
    await signIn(other, 'Bob')
    await tells(seen, 'It is not known what happened to this. Check before you try again.')
    await signIn(other, 'Ada')
    await tells(seen, 'Your report is ready: 28 days.')
    await seen.getByRole('link', { name: 'Download sales-february.csv' }).waitFor()
    expect(example.backend.runs('reports:generate')).toBe(1)
    // The client tells of its socket, and would ask whether to leave.
    expect(complaints.filter((text) => !/WebSocket|beforeunload/.test(text))).toEqual([])
  })

  test('a report can be given up: while it waits it is never made, while it runs the page says what is unknown', async () => {
    const { backend } = example
    const { page, card: report, button, complaints } = await openReport()
    const connection = card(page, 'Connection')
    await connection.getByLabel('Keep it cut').check()
    await shows(connection, 'Not connected')
    await button.click()
    await tells(report, 'Waiting for the connection. The report starts as soon as it is back.')
    expect(await button.textContent()).toContain('Waiting…')
    await report.getByRole('button', { name: 'Cancel' }).click()
    await tells(report, 'This was canceled. Nothing happened.')
    await connection.getByLabel('Keep it cut').uncheck()
    await shows(connection, 'Connected')

    holdAnswers(backend)
    await report.getByLabel('Month').selectOption('March')
    await button.focus()
    await page.keyboard.press('Enter')
    await tells(report, 'Adding up March…')
    expect(await button.textContent()).toBe('Generating…')
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await report.locator('form').getAttribute('aria-busy')).toBe('true')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await tells(
      report,
      'This was canceled. This may have gone through, or may still go through. Check before you try again.',
    )
    await says(report, 'status', 'idle')
    await says(report, 'inFlight', '0')
    expect(await report.getByRole('button', { name: 'Cancel' }).count()).toBe(0)
    expect(await report.getByRole('progressbar').count()).toBe(0)
    expect(await hasFocus(button)).toBe(true)
    expect(await button.textContent()).toBe('Generate report')
    const months = backend.wire
      .requests('reports:generate')
      .map(({ message }) => (message.args as { month: string }[])[0]?.month)
    expect(months).toEqual(['March'])
    // The client tells of its socket.
    expect(complaints.filter((text) => !/WebSocket/.test(text))).toEqual([])
  })

  test('a report whose connection is cut is found, and its steps go on meanwhile; one that never began is tried again under its call id', async () => {
    const { backend } = example
    process.env.REPORT_STEP_MS = '100'
    const is = (name: string) => (message: { udfPath?: unknown }, direction: string) =>
      direction === 'in' && message.udfPath === name
    const { page, card: report, button } = await openReport()
    const unanswered = backend.faults.on(is('calls:settle'), 'drop')
    // However slow the page is to see the steps, it has no answer before its connection is cut.
    backend.faults.on(({ type }) => type === 'ActionResponse', 'drop', { times: 1 })
    // The client need not wait before it connects again.
    await page.evaluate(() => setInterval(() => window.dispatchEvent(new Event('online')), 50))
    await button.focus()
    await button.press('Enter')
    await report.getByRole('progressbar').waitFor()
    // The page says so before the server has the request.
    await expect.poll(() => backend.wire.requests('reports:generate').length).toBe(1)
    backend.faults.kill()
    await tells(report, 'Checking what happened…')
    expect((await button.textContent())?.trim()).toBe('Checking…')
    await report.getByRole('progressbar', { name: 'Done' }).waitFor()
    await says(report, 'phase', 'checking')
    await says(report, 'progress', '4 of 4')
    unanswered()
    backend.faults.kill()
    await tells(report, 'The report for January is ready: 31 days.')
    expect(backend.runs('reports:generate')).toBe(1)
    expect(await hasFocus(button)).toBe(true)

    const loseRequest = async (month: string) => {
      backend.faults.on(is('reports:generate'), 'kill', { times: 1 })
      await report.getByLabel('Month').selectOption(month)
      await button.press('Enter')
      await tells(report, 'The connection was lost before it began. Nothing happened; you can try again.')
      await shows(report, 'Try again')
    }
    const id = () => report.locator('.state div', { hasText: 'callId' }).locator('dd').textContent()
    await loseRequest('February')
    const lost = await id()
    const deliver = keepAnswer(backend)
    await button.press('Enter')
    const bar = report.getByRole('progressbar', { name: 'Running again' })
    expect(await bar.getAttribute('value')).toBe(null)
    await deliver()
    await tells(report, 'The report for February is ready: 28 days.')
    expect(await id()).toBe(lost)
    await loseRequest('March')
    const another = await id()
    await report.getByLabel('Month').selectOption('April')
    expect(await button.textContent()).toBe('Generate report')
    await button.press('Enter')
    await tells(report, 'The report for April is ready: 30 days.')
    expect(await id()).not.toBe(another)
    // Of those that were lost on their way no handler ran.
    expect(callIds(backend, 'reports:generate')).toHaveLength(3)
    expect(backend.runs('reports:generate')).toBe(3)
  })
})
