import { actionMachine, type ExecutionEvent } from '@convex-action/core/machine'
import { expect, test } from 'vitest'
import { getAdjacencyMap } from 'xstate/graph'
import {
  dropAnswers,
  holdAnswers,
  keepAnswer,
  lights,
  openFunction,
  says,
  startExample,
  tells,
} from './gallery.js'

const example = startExample('gallery')

const hasFocus = (element: Element) => element === document.activeElement

/** Each event that leads from a state elsewhere: what leads from two states is there twice. */
const eventsOf = ({ on, states }: { on?: object; states?: object }): string[] => [
  ...Object.keys(on ?? {}),
  ...Object.values(states ?? {}).flatMap(eventsOf),
]

test('the statechart has every state and every transition of the machine, once', async () => {
  const { seen } = await openFunction(example, 'emails.send')
  const drawn = async (attribute: string) => {
    const all = await seen.locator(`svg [${attribute}]`).all()
    return (await Promise.all(all.map((one) => one.getAttribute(attribute)))).sort()
  }
  const events = actionMachine.events as ExecutionEvent['type'][]
  const reached = Object.values(getAdjacencyMap(actionMachine, { events: events.map((type) => ({ type })) }))
  const states = reached.flatMap(({ state }) => JSON.stringify(state.value).match(/\w+/g))
  expect(await drawn('data-state')).toEqual([...new Set(states)].sort())
  expect(await drawn('data-event')).toEqual(eventsOf(actionMachine.config).sort())
})

test('"Cancel" gives up what runs, and tells what is unknown then', async () => {
  holdAnswers(example.backend)
  const { page, press, seen } = await openFunction(example, 'reports.generate')
  await press('Run')
  await page.getByRole('progressbar', { name: 'Done' }).waitFor()
  await says(seen, 'progress', '4 of 4')
  expect(await page.locator('form').getAttribute('aria-busy')).toBe('true')
  await press('Cancel')
  await tells(
    page,
    'This was canceled. This may have gone through, or may still go through. Check before you try again.',
  )
  await lights(seen, 'idle')
  expect(await page.locator('form').getAttribute('aria-busy')).toBe('false')
})

test('"Try again" runs what failed under the same call id, and keeps the focus', async () => {
  example.services.payment.behave({ fail: true })
  const { page, press, seen } = await openFunction(example, 'payments.charge')
  await press('Run')
  await lights(seen, 'error')
  example.services.payment.behave()
  const tryAgain = page.getByRole('button', { name: 'Try again' })
  await tryAgain.press('Enter')
  await tells(page, 'Paid.')
  expect(await tryAgain.evaluate(hasFocus)).toBe(true)
  const ids = example.backend.wire
    .requests('payments:charge')
    .map(({ message }) => (message.args as { call: { id: string } }[])[0]?.call.id)
  expect(new Set(ids).size).toBe(1)
  expect(ids).toHaveLength(2)
})

test('pressed twice, a function runs twice side by side, and both are counted; "Reset" forgets a result', async () => {
  const dropped = dropAnswers(example.backend, 2)
  const { page, show, press, seen } = await openFunction(example, 'emails.send')
  await press('Run')
  await press('Run')
  await says(seen, 'inFlight', '2')
  await dropped()
  await press('Run')
  await tells(page, 'Sent.')
  await says(seen, 'inFlight', '2')

  await show('tokens.generate')
  await press('Run')
  await tells(page, 'A token that nobody can guess.')
  await press('Reset')
  await lights(seen, 'idle')
  expect(await page.locator('.outcome code').count()).toBe(0)
})

test('pressed twice, a payment is made once, and when it is made nothing is said of the second press', async () => {
  const deliver = keepAnswer(example.backend)
  const { page, press } = await openFunction(example, 'payments.charge')
  await press('Run')
  await press('Run')
  const refusal = 'This is already under way, and was not sent again.'
  await tells(page, refusal)
  await deliver()
  await tells(page, 'Paid.')
  expect(await page.getByText(refusal).count()).toBe(0)
  await tells(page, 'The payment service was asked once.')
})

test('a report that is run again shows no steps of the first run, and none when it has ended', async () => {
  const fail = keepAnswer(example.backend)
  const { page, press, seen } = await openFunction(example, 'reports.generate')
  await press('Run')
  await page.getByRole('progressbar', { name: 'Done' }).waitFor()
  await fail({ success: false, result: '[Request ID: 1] Server Error' })
  await lights(seen, 'error')
  await says(seen, 'progress', '–')
  const deliver = keepAnswer(example.backend)
  await press('Try again')
  const bar = page.getByRole('progressbar', { name: 'Running again' })
  await bar.waitFor()
  expect(await bar.getAttribute('value')).toBe(null)
  await deliver()
  await lights(seen, 'success')
  await says(seen, 'progress', '–')
})

test('nothing of one user is left for the next', async () => {
  const { page, press, seen } = await openFunction(example, 'users.whoAmI')
  await press('Run')
  await tells(page, 'Sign in first.')
  await page.getByRole('radio', { name: 'Ada' }).check()
  await lights(seen, 'idle')
  await press('Run')
  await tells(page, 'You are Ada, ada@example.com.')
  await page.getByRole('radio', { name: 'Bob' }).check()
  await lights(seen, 'idle')
  expect(await page.getByText('ada@example.com').count()).toBe(0)
  await press('Run')
  await tells(page, 'You are Bob, bob@example.com.')
  await page.getByRole('radio', { name: 'Nobody' }).check()
  await lights(seen, 'idle')
  await press('Run')
  await tells(page, 'Sign in first.')
})

test('a function goes on while another is looked at, and the list tells of it', async () => {
  const deliver = keepAnswer(example.backend)
  const { page, press, seen } = await openFunction(example, 'reports.generate')
  await press('Run')
  await page.getByRole('progressbar', { name: 'Done' }).waitFor()
  await page.getByRole('link', { name: 'Generate a token' }).click()
  await page.getByRole('link', { name: 'Generate a report pending' }).waitFor()
  await lights(seen, 'idle')
  await deliver()
  await page.getByRole('link', { name: 'Generate a report success' }).click()
  await tells(page, 'The report is ready: 31 days.')
})

test('a link leads to a function, by its heading for those who hear it, and back leads back; a phone hides the list', async () => {
  const { page } = await openFunction(example, 'emails.send')
  await page.getByRole('link', { name: 'Ask for the weather' }).click()
  const heading = page.getByRole('heading', { name: 'Ask for the weather' })
  await heading.waitFor()
  await expect.poll(() => heading.evaluate(hasFocus)).toBe(true)
  expect(await page.title()).toContain('Ask for the weather')
  expect(new URL(page.url()).hash).toBe('#weather.fetch')
  await page.goBack()
  await page.getByRole('heading', { name: 'Send an e-mail' }).waitFor()

  // On a phone the list opens when asked for, and closes once a function is chosen.
  await page.setViewportSize({ width: 390, height: 844 })
  const link = page.getByRole('link', { name: 'Search documents' })
  await expect.poll(() => link.isVisible()).toBe(false)
  await page.getByText('Functions', { exact: true }).click()
  await link.click()
  await page.getByRole('heading', { name: 'Search documents' }).waitFor()
  await link.waitFor({ state: 'hidden' })
})

test('after the browser’s Back every field and switch shows what the page knows', async () => {
  const { page } = await openFunction(example, 'emails.send')
  const controls = page.locator('input, textarea')
  const read = () =>
    controls.evaluateAll((all) =>
      (all as HTMLInputElement[]).map(({ type, checked, value }) => `${type} ${value} ${checked}`),
    )
  const before = await read()
  await page.getByLabel('To', { exact: true }).fill('bob@example.com')
  await page.getByRole('textbox', { name: 'Message' }).fill('Another text.')
  await page.getByRole('radio', { name: 'Bob' }).check()
  for (const box of await page.getByRole('checkbox').all()) await box.check()
  expect(await read()).not.toEqual(before)
  await page.goto('about:blank')
  await page.goBack()
  await page.getByText('Connected', { exact: true }).waitFor()
  expect(await read()).toEqual(before)
})

test('a file that cannot be read is named, and the one before it stays', async () => {
  const { page, complaints, press } = await openFunction(example, 'files.process')
  // As it is where the file was deleted since it was chosen.
  await page.evaluate(() => {
    FileReader.prototype.readAsDataURL = function () {
      this.dispatchEvent(new ProgressEvent('error'))
    }
  })
  const file = { name: 'gone.txt', mimeType: 'text/plain', buffer: Buffer.from('Gone.') }
  await page.getByLabel('Text file').setInputFiles(file)
  await page.getByText('This file cannot be read.', { exact: true }).waitFor()
  await press('Run')
  await tells(page, 'haiku.txt is processed.')
  expect(complaints).toEqual([])
})
