import assert from 'node:assert/strict'
import type { LocalBackend } from '@convex-action/local-backend'
import type { Browser } from 'playwright'

const paid = 'Paid: tok_visa: 4200'
const action = 'payments:charge'

/**
 * What a person does in each app, in a real browser: pays, pays while the answer is lost, and pays while the request is lost.
 *
 * @throws when the page shows anything else, or an answer that is lost charges twice
 */
export async function walk(browser: Browser, url: string, backend: LocalBackend): Promise<void> {
  const context = await browser.newContext()
  const complaints: string[] = []
  try {
    context.setDefaultTimeout(30_000)
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    await page.goto(url)
    const button = page.getByRole('button')
    const outcome = page.locator('#outcome')
    const shows = (text: string) => page.locator('#outcome', { hasText: text }).waitFor()
    assert.equal((await outcome.textContent())?.trim(), '', 'The page says something before anybody paid.')

    // Where a server sent the page, its first presses are before the framework has taken over.
    while ((await outcome.textContent())?.trim() === '') await button.click()
    await shows(paid)
    assert.equal(backend.runs(action), 1, 'One press ran the action more than once.')
    assert.equal(complaints.length, 0, 'The browser complains.')

    backend.faults.on(({ type }, way) => way === 'out' && type === 'ActionResponse', 'kill', { times: 1 })
    await button.click()
    await shows('checking')
    await shows(paid)
    assert.equal(backend.runs(action), 2, 'A payment whose answer was lost was made twice.')

    backend.faults.on(({ type }, way) => way === 'in' && type === 'Action', 'kill', { times: 1 })
    await button.click()
    await shows('The connection was lost before it began. Nothing happened; you can try again.')
    assert.equal(backend.runs(action), 2, 'A request that was lost ran.')
    await button.getByText('Try again').click()
    await shows(paid)
    assert.equal(backend.runs(action), 3, 'To try again did not run the action once.')
  } catch (error) {
    const said = complaints.length ? `\nThe browser said:\n${complaints.join('\n')}` : ''
    throw new Error(`${error instanceof Error ? error.message : error}${said}`)
  } finally {
    await context.close()
  }
}
