import { functionsFolder } from '@convex-action/example-backend'
import { launch, openPage, type PageOptions } from '@convex-action/example-browser'
import {
  createLocalBackend,
  type LocalBackend,
  loadComponents,
  loadModules,
} from '@convex-action/local-backend'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type App, type Setup, startApp } from './app.js'

export { type App, startApp } from './app.js'

/**
 * The promises of a server-rendered app, as tests. The app is built and started as for production, with a backend on
 * this machine, and visited with a real browser. Returns a function that opens another page of the app, for more
 * tests.
 */
export function testApp(setup: Setup) {
  let backend: LocalBackend
  let app: App
  let browser: Awaited<ReturnType<typeof launch>>
  const closing: (() => Promise<void>)[] = []

  beforeAll(async () => {
    backend = await createLocalBackend({
      modules: await loadModules(functionsFolder),
      components: await loadComponents(functionsFolder),
    })
    closing.push(backend.close)
    app = await startApp(setup, backend.url)
    closing.push(app.close)
    browser = await launch()
    closing.push(() => browser.close())
  })

  beforeEach(() => {
    process.env.REPORT_STEP_MS = '5'
    backend.faults.reset()
  })

  afterAll(async () => {
    for (const close of closing.reverse()) await close()
  })

  let visits = 0

  /** Opens the page, clicks the button as soon as it works, and waits for the result. */
  async function generate() {
    const { page, complaints } = await openPage(browser, app.url)
    visits++
    const button = page.getByRole('region', { name: 'January' }).getByRole('button')
    const outcome = page.locator('.outcome')
    // The last click is the first one after hydration.
    await page.evaluate(() => {
      const note = () => {
        document.body.dataset.taken = document.querySelector('#app')?.innerHTML
      }
      addEventListener('click', note, true)
    })
    await expect
      .poll(async () => {
        await button.click()
        return outcome.textContent()
      })
      .not.toBe('')
    await outcome.locator('.success, .error').waitFor()
    return { page, complaints, button, outcome }
  }

  test('the page is there before any script runs, and says that nothing was done yet', async () => {
    const { page } = await openPage(browser, app.url, { context: { javaScriptEnabled: false } })
    const button = page.getByRole('button', { name: 'Generate report' })
    expect(await button.getAttribute('aria-disabled')).toBe('false')
    expect((await page.locator('.outcome').textContent())?.trim()).toBe('')
  })

  test('the browser takes over what the server sent without changing it', async () => {
    const { page: sent } = await openPage(browser, app.url, { context: { javaScriptEnabled: false } })
    const { page, complaints } = await generate()
    const taken = await page.locator('body').getAttribute('data-taken')
    expect(taken).toBe(await sent.locator('#app').innerHTML())
    expect(complaints).toEqual([])
  })

  test('the action runs, and its result is shown', async () => {
    const runs = backend.runs('reports:generate')
    const { page, outcome, complaints } = await generate()
    expect(await outcome.textContent()).toContain('The report is ready: 31 days.')
    const address = await page.getByRole('link', { name: 'Download sales-january.csv' }).getAttribute('href')
    expect(await (await fetch(address ?? '')).text()).toContain('day,orders,revenue')
    expect(backend.runs('reports:generate')).toBe(runs + 1)
    expect(complaints).toEqual([])
  })

  test('a connection that is lost is shown, and to try again helps', async () => {
    backend.faults.on(({ type }, direction) => direction === 'in' && type === 'Action', 'kill', { times: 1 })
    const { button, outcome } = await generate()
    expect(await outcome.textContent()).toContain(
      'The connection was lost before it began. Nothing happened; you can try again.',
    )
    await button.getByText('Try again').click()
    await outcome.getByText('The report is ready: 31 days.').waitFor()
  })

  test('a report goes on after a reload: idle as the server sent it, then checked, and made once', async () => {
    process.env.REPORT_STEP_MS = '300'
    const runs = backend.runs('reports:generate')
    const { page, complaints } = await openPage(browser, app.url)
    visits++
    const outcome = page.locator('.outcome')
    const button = page.getByRole('region', { name: 'January' }).getByRole('button')
    await expect
      .poll(async () => {
        await button.click()
        return outcome.textContent()
      })
      .toContain('Adding up')
    await expect.poll(() => backend.runs('reports:generate')).toBe(runs + 1)
    const sent = page.waitForResponse(app.url)
    // Records the page during hydration, at each change.
    await page.addInitScript(() => {
      const seen: string[] = []
      Object.assign(globalThis, { seen })
      const look = () => {
        const now = document
          .querySelector('.outcome')
          ?.closest('section')
          ?.querySelector('button')?.textContent
        if (now && now.trim() !== seen.at(-1)) seen.push(now.trim())
      }
      new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true })
    })
    await page.reload()
    visits++
    expect(await (await sent).text()).toContain('Generate report')
    await outcome.getByText('The report is ready: 31 days.').waitFor()
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
    expect(seen).toEqual(['Generate report', 'Generating…', 'Generate report'])
    expect(backend.runs('reports:generate')).toBe(runs + 1)
    // Chromium would ask whether to leave.
    expect(complaints.filter((text) => !/beforeunload/.test(text))).toEqual([])
  })

  test('the server renders without a connection: only browsers have one', async () => {
    await generate()
    const connects = backend.wire.entries.filter(({ message }) => message.type === 'Connect')
    expect(new Set(connects.map(({ message }) => message.sessionId)).size).toBe(visits)
  })

  test('the server has nothing to complain about', async () => {
    await generate()
    expect(app.complaints()).toBe('')
  })

  return {
    open: (path: string, context?: PageOptions['context']) => openPage(browser, app.url + path, { context }),
    backend: () => backend,
    /** Starts what was built once more, and opens its page. `convexUrl`: the only deployment it is told; it may be told none. */
    openAnew: async (convexUrl?: string) => {
      const urlName = convexUrl === undefined ? 'NO_URL' : setup.urlName
      // It is built: Node evaluates nothing.
      const anew = await startApp({ ...setup, build: ['--eval', ''], urlName }, convexUrl ?? '')
      closing.push(anew.close)
      return openPage(browser, anew.url)
    },
  }
}
