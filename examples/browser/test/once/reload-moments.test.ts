import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { startExample } from '../../example.js'
import { holdAnswers, keepAnswer, openCard, says, tells } from '../screen.js'

// A page without a framework writes what it tells in the same step in which its store tells it.
const example = startExample('vanilla')

const gone = 'Your last payment went through.'
const charges = () => example.services.payment.charges.length
const noted = (page: Page) =>
  page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith('convex-action:')))

/** Stops the page's script for good in the step that next writes there. The returned function waits for that. */
async function stopAt(page: Page, selector: string) {
  const session = await page.context().newCDPSession(page)
  const stopped = new Promise<void>((resolve) => session.once('Debugger.paused', () => resolve()))
  await session.send('DOM.enable')
  await session.send('Debugger.enable')
  const { root } = await session.send('DOM.getDocument')
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector })
  await session.send('DOMDebugger.setDOMBreakpoint', { nodeId, type: 'subtree-modified' })
  return async () => {
    await stopped
    await session.send('DOMDebugger.removeDOMBreakpoint', { nodeId, type: 'subtree-modified' })
    await session.send('Debugger.resume', { terminateOnResume: true })
    await session.detach()
  }
}

test('a page that goes after the answer came, before its callbacks have run: the next page tells the same, and calls them', async () => {
  const { page, card: payment, button } = await openCard(example, 'Pay')
  const deliver = keepAnswer(example.backend)
  await button.click()
  await tells(payment, 'Paying $42.00…')
  const stop = await stopAt(page, '#payment-outcome')
  await deliver()
  await stop()
  // The state is out, and nothing after it has run.
  await says(payment, 'status', 'pending')
  expect(await noted(page)).toHaveLength(1)
  await page.reload()
  await tells(payment, gone)
  // The callbacks ask the service.
  await tells(payment, 'The payment service was asked once.')
  expect([charges(), await noted(page)]).toEqual([1, []])
  await page.reload()
  await says(payment, 'status', 'idle')
})

test('a click before the page has resumed asks what became of the payment, and pays nothing', async () => {
  const { page, card: payment, button } = await openCard(example, 'Pay')
  const release = holdAnswers(example.backend)
  await button.click()
  await expect.poll(charges).toBe(1)
  // The store resumes in a microtask after it is watched.
  const script = await page.addInitScript(() => {
    const held: (() => void)[] = []
    const goOn = () => {
      for (const step of held) step()
      Object.assign(globalThis, { queueMicrotask })
    }
    const { queueMicrotask } = globalThis
    Object.assign(globalThis, { queueMicrotask: (step: () => void) => held.push(step), goOn })
  })
  await page.reload()
  await script.dispose()
  release()
  await says(payment, 'status', 'idle')
  expect((await button.textContent())?.trim()).toBe('Pay')
  await button.click()
  await page.evaluate('goOn()')
  await tells(payment, gone)
  expect([charges(), example.backend.wire.requests('payments:charge').length]).toEqual([1, 1])
})
