import { checkScreens, type Example, objections, startExample } from '@convex-action/example-browser'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { checkPicture } from './picture.js'

const example = startExample('landing')

const half = (page: Page, name: 'bare' | 'library') => page.locator(`[data-half="${name}"]`)
const tells = (page: Page, text: RegExp) => page.getByRole('status').getByText(text).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true, disabled: false })

/** How often the payment service charged each half, in the order of the payments. */
function chargesOf({ services }: Example) {
  const tokens = services.payment.charges.map(({ token }) => token)
  const count = (half: string) => tokens.filter((token) => token.startsWith(`tok_${half}_`)).length
  return { bare: count('bare'), library: count('library') }
}

/** The scene as it is to see: each half's words, and what the service says of it. */
const read = (page: Page) =>
  page.locator('.half').evaluateAll((halves) =>
    halves.map((half) => {
      const text = (selector: string) => half.querySelector(selector)?.textContent ?? ''
      return `${text('.says')} ${text('.charges')}`
    }),
  )

const lost = '[CONVEX A(payments:charge)] Connection lost while action was in flight\n  Called by client'
const once = 'The card was charged once: $42.00.'
const story = [
  [`Paying… ${once}`, `Paying… ${once}`],
  [`Paying… ${once}`, `Connection lost. Checking what happened… ${once}`],
  [`${lost} ${once}`, `Paid, once. ${once}`],
  ['Paid. The card was charged twice: $84.00.', `Paid, once. ${once}`],
]

test('a cut connection makes a bare action charge a card twice, and one of convex-action once, as the service says', async () => {
  const { page, complaints } = await example.open()
  await button(page, 'Cut the connection').waitFor()
  expect(await read(page)).toEqual(story[0])
  expect(chargesOf(example)).toEqual({ bare: 1, library: 1 })
  await checkScreens(page, 'landing, paying')

  await button(page, 'Cut the connection').press('Enter')
  await tells(page, /The connection is cut\./)
  expect(await read(page)).toEqual(story[1])
  expect(await page.locator('.still .connection').textContent()).toBe('Not connected')
  await tells(page, /The connection comes back\./)
  expect(await read(page)).toEqual(story[2])
  await button(page, 'Start over').waitFor()
  await tells(
    page,
    /press “Try again”\. A bare client\.action: Paid\. .+ twice: \$84\.00\. With .+: Paid, once\./,
  )
  expect(await read(page)).toEqual(story[3])
  expect(chargesOf(example)).toEqual({ bare: 2, library: 1 })
  await checkScreens(page, 'landing, paid')

  // Step by step, with the keyboard.
  const steps = page.getByRole('list', { name: 'Steps' }).getByRole('button')
  await steps.nth(3).focus()
  for (const act of [2, 1, 0]) {
    await page.keyboard.press('ArrowLeft')
    expect(await read(page)).toEqual(story[act])
    expect(await steps.nth(act).getAttribute('aria-current')).toBe('step')
  }
  await steps.nth(1).press('Enter')
  expect(await read(page)).toEqual(story[1])
  expect(await objections(page)).toEqual([])

  await button(page, 'Play again').click()
  await tells(page, /You pay\./)
  expect(await read(page)).toEqual(story[0])
  await tells(page, /The connection is cut\./)
  expect(await read(page)).toEqual(story[1])
  expect(chargesOf(example)).toEqual({ bare: 2, library: 1 })
  expect(complaints).toEqual([])

  // Another payment, on other cards.
  await button(page, 'Start over').click()
  await button(page, 'Cut the connection').waitFor()
  expect(await read(page)).toEqual(story[0])
  expect(chargesOf(example)).toEqual({ bare: 3, library: 2 })
  await page.route('**/_charges', (route) => route.abort())
  await button(page, 'Cut the connection').click()
  await page.getByRole('alert').getByText('The local backend does not answer.').waitFor()
  await page.unroute('**/_charges')
  await button(page, 'Start over').click()
  await button(page, 'Cut the connection').waitFor()
  expect(await read(page)).toEqual(story[0])
})

test('with reduced motion the scene is a row of stills, on every screen, and the picture of the README', async () => {
  const context = { reducedMotion: 'reduce', deviceScaleFactor: 2 } as const
  const { page, complaints } = await example.open({ context })
  await button(page, 'Start over').waitFor()
  expect(await read(page)).toEqual(story.flat())
  expect(chargesOf(example)).toEqual({ bare: 2, library: 1 })
  const tops = await page
    .locator('.still')
    .evaluateAll((all) => all.map((still) => still.getBoundingClientRect().top))
  expect(new Set(tops).size).toBe(1)
  const moving = await page.evaluate(() => document.getAnimations().length)
  expect(moving).toBe(0)
  await checkScreens(page, 'landing, still')
  for (const width of [320, 1920]) {
    await page.setViewportSize({ width, height: 900 })
    expect(await objections(page), String(width)).toEqual([])
  }
  for (const scheme of ['light', 'dark'] as const) await checkPicture(page, scheme)
  expect(complaints).toEqual([])
})

test('a page that knows no stand-in service charges nobody', async () => {
  const { page } = await example.open({ isLocal: false })
  await page.getByText('The scene needs the stand-in payment service.').waitFor()
  expect(await half(page, 'bare').count()).toBe(0)
  expect(await page.getByRole('button').count()).toBe(0)
  expect(example.services.payment.charges).toEqual([])
})
