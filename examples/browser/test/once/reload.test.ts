import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { startExample } from '../../example.js'
import { card, holdAnswers, openCard, says, shows, tells } from '../screen.js'

const example = startExample('vue')

type Message = { udfPath?: unknown }
const isRequest = ({ udfPath }: Message, way: string) => way === 'in' && udfPath === 'payments:charge'
const isSettle = ({ udfPath }: Message, way: string) => way === 'in' && udfPath === 'calls:settle'
const gone = 'Your last payment went through.'
const charges = () => example.services.payment.charges.length
const isIdle = async (page: Page) => {
  await shows(card(page, 'Connection'), 'Connected')
  await says(card(page, 'Pay'), 'status', 'idle')
}

/** A page whose payment is made, and that never hears of it. */
async function payUnheard() {
  const release = holdAnswers(example.backend)
  const opened = await openCard(example, 'Pay')
  const before = charges()
  await opened.button.click()
  await expect.poll(charges).toBe(before + 1)
  return { ...opened, release }
}

test('a reload while a payment is queued, waits for another try, or has just begun to be asked of, charges nothing twice', async () => {
  const { backend } = example
  const { page, card: payment, button } = await openCard(example, 'Pay')
  const cut = card(page, 'Connection').getByLabel('Keep it cut')
  await cut.check()
  await shows(card(page, 'Connection'), 'Not connected')
  await button.click()
  await tells(payment, 'Waiting for the connection. You pay as soon as it is back.')
  await page.reload()
  backend.faults.refuse(false)
  await isIdle(page)
  expect(backend.wire.requests('payments:charge')).toEqual([])

  const lost = backend.faults.on(isRequest, 'kill')
  await button.click()
  await tells(payment, 'The connection was lost before it began. Trying again in a moment…')
  await page.reload()
  lost()
  await tells(payment, 'This never began. Nothing happened; you can try again.')
  expect((await button.textContent())?.trim()).toBe('Pay')
  expect(charges()).toBe(0)
  await button.click()
  await tells(payment, 'Paid $42.00.')

  const release = holdAnswers(backend)
  await button.click()
  await expect.poll(charges).toBe(2)
  // Each of them goes before it is told.
  const unanswered = backend.faults.on(isSettle, 'drop')
  for (const _ of [1, 2, 3]) await page.reload({ waitUntil: 'domcontentloaded' })
  await page.reload()
  await tells(payment, 'Checking what happened…')
  unanswered()
  release()
  // The page asks again where its question was dropped.
  backend.faults.kill()
  await tells(payment, gone)
  expect(charges()).toBe(2)
})

test('two tabs have a payment each; a tab that is a copy is told what the first is told, and charges nothing', async () => {
  const { page, release } = await payUnheard()
  const other = await page.context().newPage()
  await other.goto(page.url())
  await isIdle(other)
  const stored = await page.evaluate(() => Object.entries({ ...sessionStorage }))
  const copy = await page.context().newPage()
  await copy.goto(page.url())
  await copy.evaluate((all) => {
    for (const [key, value] of all) sessionStorage.setItem(key, value)
  }, stored)
  await copy.reload()
  await tells(card(copy, 'Pay'), gone)
  release()
  await card(other, 'Pay').locator('[type=submit]').click()
  await tells(card(other, 'Pay'), 'Paid $42.00.')
  await page.reload()
  await tells(card(page, 'Pay'), gone)
  expect(charges()).toBe(2)
})

test('storage that is full, forbidden, or holds what is not ours costs no payment, and doubles none', async () => {
  const { page, card: payment, button } = await openCard(example, 'Pay')
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  await button.click()
  await tells(payment, 'Paid $42.00.')
  await page.reload()
  await isIdle(page)

  await page.evaluate(() =>
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('forbidden', 'SecurityError')
      },
    }),
  )
  await button.click()
  await expect.poll(charges).toBe(2)
  await tells(payment, 'Paid $42.00.')

  const release = holdAnswers(example.backend)
  await page.reload()
  await button.click()
  await expect.poll(charges).toBe(3)
  for (const spoil of [() => '{', (text: string) => text.replace('"version":1', '"version":2')]) {
    const kept = await page.evaluate(() => {
      const key = Object.keys(sessionStorage).find((name) => name.startsWith('convex-action:'))
      return [key ?? '', sessionStorage.getItem(key ?? '') ?? '']
    })
    const [key = '', text = ''] = kept
    await page.evaluate(([key = '', text = '']) => sessionStorage.setItem(key, text), [key, spoil(text)])
    await page.reload()
    await isIdle(page)
    await page.evaluate(([key = '', text = '']) => sessionStorage.setItem(key, text), [key, text])
  }
  await page.reload()
  await tells(payment, gone)
  release()
  expect(charges()).toBe(3)
})

test('a payment that nobody knows of says so, pays nothing when it is asked of again, and is left by the person alone', async () => {
  const { page, card: payment, button, release } = await payUnheard()
  // As after a day, when the server has forgotten.
  await page.evaluate(() => {
    const key = Object.keys(sessionStorage).find((name) => name.startsWith('convex-action:')) ?? ''
    const entry = JSON.parse(sessionStorage.getItem(key) ?? '')
    sessionStorage.setItem(
      key,
      JSON.stringify({ ...entry, id: 'another', tries: ['none'], at: entry.at - 86_400_000 }),
    )
  })
  const unknown = 'It is not known what happened to this. Check before you try again.'
  const advice = 'You can safely ask again. It pays nothing. Look at your statement before you pay again.'
  for (const ask of [() => page.reload(), () => button.click(), () => page.reload()]) {
    await ask()
    await tells(payment, unknown)
    await tells(payment, advice)
    expect((await button.textContent())?.trim()).toBe('Ask again')
    expect(await payment.getByLabel('Dollars').isEditable()).toBe(false)
  }
  await payment.getByRole('button', { name: 'Start over' }).click()
  await says(payment, 'status', 'idle')
  expect((await button.textContent())?.trim()).toBe('Pay')
  await page.reload()
  await isIdle(page)
  release()
  expect(charges()).toBe(1)
})

test('somebody else sees nothing of a payment, and pays their own; whoever made it sees it when they are back', async () => {
  const { page, card: payment, button } = await openCard(example, 'Pay')
  const signIn = (name: string) =>
    card(page, 'Ask who I am')
      .getByRole('button', { name: `Sign in as ${name}` })
      .click()
  await signIn('Ada')
  const release = holdAnswers(example.backend)
  await button.click()
  await expect.poll(charges).toBe(1)
  await page.reload()
  release()
  await isIdle(page)
  await signIn('Bob')
  await button.click()
  await tells(payment, 'Paid $42.00.')
  await signIn('Ada')
  await tells(payment, gone)
  await shows(payment, example.services.payment.charges[0]?.id ?? '')
  expect(charges()).toBe(2)
})
