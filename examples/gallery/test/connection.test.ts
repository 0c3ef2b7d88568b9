import type { Locator } from 'playwright'
import { expect, test } from 'vitest'
import { holdAnswers, lights, openFunction, part, says, startExample, tells } from './gallery.js'

const example = startExample('gallery')

const arrives = () => example.backend.wire.waitFor(({ message }) => message.type === 'Action')
const shows = (page: Parameters<typeof part>[0], text: string) =>
  part(page, 'Connection').getByText(text, { exact: true }).waitFor()

/** The events on the way through the chart so far. */
const wayIn = async (seen: Locator) =>
  (await seen.locator('.way li').allTextContents()).map((text) => text.trim().split(' ')[0])

test('"Cut it once" ends what is running, which is seen to be unknown, and the connection comes back', async () => {
  const release = holdAnswers(example.backend)
  const { page, press, seen } = await openFunction(example, 'emails.send')
  await press('Run')
  await arrives()
  await lights(seen, 'pending', 'running', 'sent')
  await press('Cut it once')
  await tells(
    page,
    'The connection was lost. This may have gone through, or may still go through. Check before you try again.',
  )
  await lights(seen, 'error')
  await says(seen, 'error.kind', 'connection')
  await says(seen, 'error.delivery', 'unknown')
  await says(seen, 'handler’s runs', '1')
  release()
  await shows(page, 'Connected')
  // The newest is on top.
  const rows = seen.locator('.log tbody tr')
  await rows.first().getByText('connected').waitFor()
  await rows.nth(1).getByText('connection lost').waitFor()
  await rows
    .nth(2)
    .getByText(/^Action #/)
    .waitFor()
  await press('Try again')
  await tells(page, 'Sent.')
  await says(seen, 'handler’s runs', '2')
})

test('"Keep it cut" makes a function wait, unsent, until the connection is kept no more; another does not wait', async () => {
  const { page, show, press, seen } = await openFunction(example, 'emails.send')
  await page.getByLabel('Keep it cut').check()
  await shows(page, 'Not connected')
  await press('Run')
  await tells(page, 'Waiting for the connection, or for its turn.')
  await lights(seen, 'pending', 'queued')
  expect(await wayIn(seen)).toEqual(['execute'])
  expect(example.backend.wire.requests('emails:send')).toEqual([])
  await page.getByLabel('Keep it cut').uncheck()
  await tells(page, 'Sent.')
  expect(example.backend.wire.requests('emails:send')).toHaveLength(1)

  await show('weather.fetch')
  await page.getByLabel('Keep it cut').check()
  await shows(page, 'Not connected')
  await press('Run')
  await lights(seen, 'error')
  await says(seen, 'error.kind', 'offline')
  await says(seen, 'error.delivery', 'not-sent')

  for (const label of ['Slow answers', 'Lose the next answer']) await page.getByLabel(label).check()
  await press('Restore everything')
  await shows(page, 'Connected')
  expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0)
  await expect.poll(() => example.backend.faults.answerDelay).toBe(0)
  await press('Run')
  await tells(page, 'Snow, -3 °C.')
})

test('"Lose the next answer" makes a payment ask what became of it, leaves an e-mail unknown, and a mutation runs once', async () => {
  const { backend, services } = example
  const { page, show, press, seen } = await openFunction(example, 'payments.charge')
  const lose = async () => {
    await page.getByLabel('Lose the next answer').check()
    await expect.poll(() => backend.faults.answerDelay).toBeGreaterThan(0)
  }
  await lose()
  await press('Run')
  await tells(page, 'Paid.')
  await says(seen, 'attempt', '1')
  await says(seen, 'handler’s runs', '1')
  await tells(page, 'The payment service was asked once.')
  expect(await page.getByLabel('Lose the next answer').isChecked()).toBe(false)
  expect(services.payment.charges).toHaveLength(1)
  // The timeline has seen it.
  const bar = part(page, 'Timeline').locator('.periods li')
  await bar.getByText(/^Success after .+, in try 1\.$/).waitFor()
  await bar.getByRole('img', { name: /running .+, lost .+, checking .+, success$/ }).waitFor()
  const id = await seen.locator('.state div', { hasText: 'callId' }).locator('dd').textContent()
  await bar.getByText(id ?? '', { exact: true }).waitFor()

  // An order runs twice, and is paid once.
  await show('orders.pay')
  await lose()
  await press('Run')
  await tells(page, 'The order is paid.')
  await says(seen, 'handler’s runs', '2')
  await says(seen, 'service asked', '1')
  await seen.getByText(/^2 tries, one request to the payment service\./).waitFor()

  // A mutation outlives a cut.
  await show('orders.create')
  await lose()
  await press('Run')
  await tells(page, 'The order is saved.')
  await says(seen, 'attempt', '1')
  await says(seen, 'handler’s runs', '1')

  // What has no call id may have run, and here it did.
  await show('emails.send')
  await lose()
  await press('Run')
  await says(seen, 'error.delivery', 'unknown')
  await expect.poll(() => services.email.received.length).toBe(1)
})

test('the records of the server are there to see: a tombstone for what it never began, and a claim for what it did', async () => {
  const { backend } = example
  const isRequest = ({ udfPath }: { udfPath?: unknown }, direction: string) =>
    direction === 'in' && udfPath === 'payments:charge'
  backend.faults.on(isRequest, 'kill', { times: 1 })
  const { page, press, seen } = await openFunction(example, 'payments.charge')
  await press('Run')
  await tells(page, 'Paid.')
  const rows = seen.locator('.records tbody tr')
  await rows.nth(0).getByText('a claim: finished').waitFor()
  await rows.nth(1).getByText('a tombstone: it never runs').waitFor()
  const id = await seen.locator('.state div', { hasText: 'callId' }).locator('dd').textContent()
  await rows
    .nth(0)
    .getByText(id ?? '', { exact: true })
    .waitFor()
  const hues = (where: Locator, kind = '.try') =>
    where.locator(kind).evaluateAll((all) => all.map((one) => (one as HTMLElement).style.cssText))
  // The call has one colour over its tries, and each try has its own, the same on the wire.
  const wire = seen.locator('.wire:not(.records)')
  const [call] = await hues(seen.locator('.records'), '.call')
  expect(new Set(await hues(wire, '.call'))).toEqual(new Set([call]))
  const told = await hues(seen.locator('.records'))
  expect(new Set(told).size).toBe(2)
  // The first try was lost on its way. The page asked about it, and made the second.
  await wire
    .getByText(/calls:settle #/)
    .first()
    .waitFor()
  expect(new Set(await hues(wire))).toEqual(new Set(told))
  const stored = await backend.inComponent('calls', ({ db }) => db.query('tries').collect())
  expect(stored.map(({ state }) => state)).toEqual(['sealed', 'finished'])
})

test('"Slow answers" leaves time to see a function run', async () => {
  const { page, press, seen } = await openFunction(example, 'tokens.generate')
  await page.getByLabel('Slow answers').check()
  await expect.poll(() => example.backend.faults.answerDelay).toBe(3000)
  await press('Run')
  await tells(page, 'Running…')
  await lights(seen, 'pending', 'running', 'sent')
  await expect.poll(() => wayIn(seen)).toEqual(['execute', 'connected'])
  await lights(seen, 'success')
  await expect.poll(() => wayIn(seen)).toEqual(['execute', 'connected', 'resolve'])
  const [first, , last] = await seen.locator('.way span').allTextContents()
  expect(first).toBe('0 ms')
  expect(last).toMatch(/^3\.\d s$/)
  const taken = await seen.locator('.taken[data-event]').all()
  const events = await Promise.all(taken.map((one) => one.getAttribute('data-event')))
  expect(events.sort()).toEqual(['connected', 'execute', 'resolve'])
  await page.getByLabel('Slow answers').uncheck()
  await expect.poll(() => example.backend.faults.answerDelay).toBe(0)
})

test('what is disturbed in one tab is seen in the other, and can be ended there', async () => {
  const { page } = await openFunction(example, 'emails.send')
  const other = await page.context().newPage()
  await other.goto(page.url())
  await shows(other, 'Connected')
  const switchOf = (of: typeof page) => of.getByLabel('Keep it cut')
  await switchOf(page).check()
  await expect.poll(() => switchOf(other).isChecked()).toBe(true)
  await switchOf(other).uncheck()
  await expect.poll(() => switchOf(page).isChecked()).toBe(false)
  await shows(page, 'Connected')
  // A page that is opened ends what was disturbed before.
  await page.getByLabel('Slow answers').check()
  await other.reload()
  await expect.poll(() => page.getByLabel('Slow answers').isChecked()).toBe(false)
  await expect.poll(() => example.backend.faults.answerDelay).toBe(0)
})

test('a backend that does not answer is named, and no failure goes unseen', async () => {
  const { page, complaints, press } = await openFunction(example, 'payments.charge')
  for (const path of ['**/_local/faults', '**/_received']) await page.route(path, (route) => route.abort())
  await press('Cut it once')
  await page.getByRole('alert').getByText('The local backend does not answer.').waitFor()
  await press('Run')
  await tells(page, 'Paid.')
  await page.unroute('**/_local/faults')
  await press('Restore everything')
  await page.getByRole('alert').waitFor({ state: 'detached' })
  expect(complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([])
})
