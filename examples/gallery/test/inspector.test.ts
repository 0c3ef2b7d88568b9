import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { keepAnswer, openFunction, part, startExample } from './gallery.js'

const example = startExample('gallery')

/** In place of the page that `@statelyai/inspect` opens: it keeps what it is told. */
const inspectorPage = `<script>
  told = []
  addEventListener('message', ({ data }) => told.push(data))
  opener.postMessage({ type: '@statelyai.connected' }, '*')
</script>`

interface Told {
  type: string
  sessionId: string
  name?: string
  event?: { type: string }
}

const scriptsOf = (page: Page) =>
  page.evaluate(
    () => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).length,
  )

test('the timeline draws an execution as it goes; the Stately inspector is loaded when asked for, and told no arguments', async () => {
  const { page, complaints, press } = await openFunction(example, 'emails.send')
  const timeline = part(page, 'Timeline')
  const first = timeline.locator('.periods li').first()
  await timeline.getByText('Nothing has run yet.').waitFor()

  // An e-mail whose bar grows.
  const deliver = keepAnswer(example.backend)
  await press('Run')
  const running = first.getByText(/^Running for .+, in try 1\.$/)
  const before = await running.textContent()
  await expect.poll(() => running.textContent()).not.toBe(before)

  // The inspector, while the e-mail is under way.
  await page
    .context()
    .route('https://stately.ai/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: inspectorPage }),
    )
  const inspect = timeline.getByRole('button', { name: 'Open the Stately inspector' })
  const scripts = await scriptsOf(page)
  const [inspector] = await Promise.all([page.waitForEvent('popup'), inspect.click()])
  expect(await scriptsOf(page)).toBe(scripts + 2)
  const told = () => inspector.evaluate('globalThis.told ?? []') as Promise<Told[]>
  await deliver()
  await first.getByText(/^Success after .+, in try 1\.$/).waitFor()
  await press('Run')
  await expect.poll(async () => (await told()).map(({ event }) => event?.type)).toContain('resolve')
  const all = await told()
  const actors = all.filter(({ type }) => type === '@xstate.actor')
  expect(actors.map(({ name }) => name)).toEqual(['emails:send'])
  expect(new Set(all.map(({ sessionId }) => sessionId))).toEqual(new Set([actors[0]?.sessionId]))
  expect(JSON.stringify(all)).not.toMatch(/ada@example\.com|Thanks for signing up/)
  await inspect.click()
  expect(page.context().pages()).toHaveLength(2)

  // A browser that opens no window.
  await inspector.close()
  await page.evaluate(() => {
    window.open = () => null
  })
  await inspect.click()
  await timeline.getByRole('alert').getByText('The browser opened no window.').waitFor()

  const list = timeline.getByRole('region', { name: 'Executions, the newest first' })
  await list.focus()
  expect(await list.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(complaints).toEqual([])
})
