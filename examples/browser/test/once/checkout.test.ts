import { expect, test } from 'vitest'
import { startExample } from '../../example.js'
import { pixel } from '../cards.js'
import { card as find, openCard, shows, tells } from '../screen.js'

const example = startExample('vue')

test('a checkout that is left leads back, and costs nothing', async () => {
  const { page, button } = await openCard(example, 'Check out')
  const { origin } = new URL(page.url())
  await button.click()
  await page.waitForURL(`${example.services.payment.url}/pay/**`)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.waitForURL(`${origin}/cancel`)
  expect(example.services.payment.sessions).toMatchObject([{ status: 'open' }])
  expect(example.services.payment.charges).toEqual([])
})

test('after the browser’s Back every field and switch shows what the page knows, and that is what is sent', async () => {
  const { page, button } = await openCard(example, 'Check out')
  const controls = page.locator('input, select, textarea')
  const user = page.getByLabel('User').first()
  await user.getByRole('option', { name: 'Ada' }).waitFor({ state: 'attached' })
  const read = () =>
    controls.evaluateAll((all) =>
      (all as HTMLInputElement[]).map(({ labels, type, checked, value }) => {
        const name = labels?.[0]?.textContent.trim().split('\n')[0]?.trim()
        return `${name}: ${type === 'checkbox' ? checked : value}`
      }),
    )
  const before = await read()
  /** Changes all controls for which `isWanted`. */
  const change = async (isWanted: (name: string) => boolean) => {
    for (const [index, name] of before.entries()) {
      const control = controls.nth(index)
      const type = await control.evaluate((element: HTMLInputElement) => element.type)
      if (!isWanted(name)) continue
      if (type === 'checkbox') await control.check()
      else if (type === 'file') await control.setInputFiles(pixel)
      else if (type === 'select-one') await control.selectOption({ index: 1 })
      else await control.fill(type === 'number' ? '7' : type === 'email' ? 'bob@example.com' : 'another text')
    }
  }
  const isOther = (name: string) => /^(Product|Keep it cut|Slow)/.test(name)
  await change((name) => !isOther(name))
  expect((await read()).filter((now, index) => now === before[index])).toHaveLength(3)
  await button.click()
  await page.waitForURL(`${example.services.payment.url}/pay/**`)
  await page.goBack()
  await shows(find(page, 'Connection'), 'Connected')
  await user.getByRole('option', { name: 'Ada' }).waitFor({ state: 'attached' })
  // A cart is kept, with its card.
  const isCart = (index: number) =>
    before[index]?.startsWith('Pay with') && index > before.findIndex((name) => name.startsWith('Product'))
  const isExpected = (now: string, index: number) => isCart(index) || now === before[index]
  expect((await read()).filter((now, index) => !isExpected(now, index))).toEqual([])

  await change(isOther)
  await expect.poll(() => example.backend.faults.answerDelay).toBe(3000)
  await page.goto('about:blank')
  await page.goBack()
  await shows(find(page, 'Connection'), 'Connected')
  expect((await read()).filter((now, index) => !isExpected(now, index))).toEqual([])
  expect(example.backend.faults.answerDelay).toBe(0)
  await page.getByRole('button', { name: 'Pay', exact: true }).click()
  await tells(find(page, 'Pay'), 'Paid $42.00.')
  expect(example.services.payment.charges).toMatchObject([{ amount: 4200, token: 'tok_visa' }])
})
