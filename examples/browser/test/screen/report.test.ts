import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { callIds, card, hasFocus, holdAnswers, listen, openCard, says, shows, tells } from '../screen.js'

onEachScreen((example) => {
  const openReport = () => openCard(example, 'Generate a report')

  test('a report can be downloaded when it is ready', async () => {
    const { card: report, button, complaints } = await openReport()
    await report.getByLabel('Month').selectOption('February')
    await button.click()
    await tells(report, 'The report for February is ready: 28 days.')
    expect(await button.getAttribute('aria-disabled')).toBe('false')
    expect(await report.locator('form').getAttribute('aria-busy')).toBe('false')
    const link = report.getByRole('link', { name: 'Download sales-february.csv' })
    expect(await link.getAttribute('download')).toBe('sales-february.csv')
    const file = await (await fetch((await link.getAttribute('href')) ?? '')).text()
    expect(file.trimEnd().split('\n')).toHaveLength(29)
    expect(complaints).toEqual([])
  })

  test('a report tells how far it is, and a screen reader is spared every step', async () => {
    process.env.REPORT_STEP_MS = '300'
    const { card: report, button } = await openReport()
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
    const release = holdAnswers(example.backend)
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
    expect(await heard.jsonValue()).toEqual(['Adding up January…'])
    release()
  })

  test('a report can be given up while it runs: the page says what is unknown, and the focus is not lost', async () => {
    holdAnswers(example.backend)
    const { page, card: report, button, complaints } = await openReport()
    await button.focus()
    await page.keyboard.press('Enter')
    await tells(report, 'Adding up January…')
    expect(await button.textContent()).toBe('Generating…')
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await report.locator('form').getAttribute('aria-busy')).toBe('true')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await tells(report, 'This was canceled. It may have gone through all the same.')
    await says(report, 'status', 'idle')
    await says(report, 'inFlight', '0')
    expect(await report.getByRole('button', { name: 'Cancel' }).count()).toBe(0)
    expect(await report.getByRole('progressbar').count()).toBe(0)
    expect(await hasFocus(button)).toBe(true)
    expect(await button.textContent()).toBe('Generate report')
    expect(complaints).toEqual([])
  })

  test('a report that is given up while it waits for the connection is never made', async () => {
    const { page, card: report, button } = await openReport()
    const connection = card(page, 'Connection')
    await connection.getByLabel('Keep it cut').check()
    await shows(connection, 'Not connected')
    await button.click()
    await tells(report, 'Waiting for the connection. The report starts as soon as it is back.')
    expect(await button.textContent()).toContain('Waiting…')
    await report.getByRole('button', { name: 'Cancel' }).click()
    await tells(report, 'This was canceled. Nothing was sent.')
    await connection.getByLabel('Keep it cut').uncheck()
    await shows(connection, 'Connected')
    await report.getByLabel('Month').selectOption('March')
    await button.click()
    await tells(report, 'The report for March is ready: 31 days.')
    const months = example.backend.wire
      .requests('reports:generate')
      .map(({ message }) => message.args as { month: string }[])
    expect(months.map(([args]) => args?.month)).toEqual(['March'])
  })

  test('a report is tried again by the same button, which keeps the focus, under the same call id', async () => {
    const release = holdAnswers(example.backend)
    const { card: report, button } = await openReport()
    await button.focus()
    await button.press('Enter')
    await example.backend.wire.waitFor(({ message }) => message.type === 'Action')
    example.backend.faults.kill()
    await tells(report, 'The connection was lost. It may have gone through all the same.')
    await shows(report, 'Try again')
    release()
    expect(await hasFocus(button)).toBe(true)
    process.env.REPORT_STEP_MS = '300'
    await button.press('Enter')
    // The progress of this call id is the first try's, which is done.
    await says(report, 'progress', '4 of 4')
    const bar = report.getByRole('progressbar', { name: 'Running again' })
    expect(await bar.getAttribute('value')).toBe(null)
    await tells(report, 'The report for January is ready: 31 days.')
    const [first, second] = callIds(example.backend, 'reports:generate')
    expect(second).toBe(first)
    await says(report, 'callId', String(first).slice(0, 8))
  })

  test('a report of another month is another report, also after one that failed', async () => {
    const release = holdAnswers(example.backend)
    const { card: report, button } = await openReport()
    await button.click()
    await example.backend.wire.waitFor(({ message }) => message.type === 'Action')
    example.backend.faults.kill()
    await shows(report, 'Try again')
    release()
    await report.getByLabel('Month').selectOption('February')
    expect(await button.textContent()).toBe('Generate report')
    await button.click()
    await tells(report, 'The report for February is ready: 28 days.')
    const [first, second] = callIds(example.backend, 'reports:generate')
    expect(second).not.toBe(first)
  })
})
