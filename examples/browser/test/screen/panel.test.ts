import { readFile } from 'node:fs/promises'
import type { Locator } from 'playwright'
import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { objections } from '../../objections.js'
import { card as find, hasFocus, listen, openCard, shows } from '../screen.js'

onEachScreen((example) => {
  test('the panel stays in sight, cuts the connection and makes the server slow; each card shows its code; a page loaded anew finds it undisturbed', async () => {
    const { faults } = example.backend
    const { page, card: connection, complaints } = await openCard(example, 'Connection')
    const heard = await listen(connection)
    await connection.getByRole('button', { name: 'Cut it once' }).click()
    await expect.poll(() => heard.jsonValue()).toEqual(['Not connected', 'Connected'])

    // On the smallest phone, from the last button up: what has the focus is never below the panel.
    await page.setViewportSize({ width: 320, height: 568 })
    const last = find(page, 'Process and save').getByRole('button', { name: 'Show the code' })
    await last.focus()
    const bottom = await bottomOf(connection)
    expect(bottom).toBeLessThan(568 / 4)
    const passed = new Set<string>()
    while (!(await hasFocus(connection.getByLabel('Slow answers')))) {
      const { name, top } = await page.evaluate(() => {
        const { ariaLabel, innerHTML, offsetTop } = document.activeElement as HTMLElement
        const { top = 0 } = document.activeElement?.getBoundingClientRect() ?? {}
        return { name: `${ariaLabel ?? innerHTML} ${offsetTop}`, top }
      })
      expect(top, name).toBeGreaterThanOrEqual(bottom)
      passed.add(name)
      await page.keyboard.press('Shift+Tab')
    }
    expect(passed.size).toBeGreaterThan(50)

    await showCode(find(page, 'Pay an order').getByRole('button', { name: 'Show the code' }), example.name)
    const names = await page
      .locator('[data-code]')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.code ?? ''))
    expect(names).toHaveLength(17)
    for (const name of names)
      expect(await codeAt(page.url(), name), name).toBe(await fileOf(example.name, name))
    expect(complaints).toEqual([])

    const slow = connection.getByLabel('Slow answers')
    await slow.check()
    await expect.poll(() => faults.answerDelay).toBe(3000)
    await slow.uncheck()
    await expect.poll(() => faults.answerDelay).toBe(0)
    await slow.check()
    await expect.poll(() => faults.answerDelay).toBe(3000)
    await page.reload()
    await expect.poll(() => faults.answerDelay).toBe(0)
    await shows(connection, 'Connected')
    expect(await slow.isChecked()).toBe(false)
  })
})

const bottomOf = async (where: Locator) => {
  const { y = 0, height = 0 } = (await where.boundingBox()) ?? {}
  return y + height
}

/** Opens and closes the code of a card by the keyboard. */
async function showCode(button: Locator, example: string): Promise<void> {
  const page = button.page()
  await button.press('Enter')
  const name = (await button.getAttribute('data-code')) ?? ''
  const dialog = page.getByRole('dialog', { name })
  const code = dialog.locator('pre')
  await code.waitFor()
  expect(await code.textContent()).toBe(await fileOf(example, name))
  expect(await objections(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await objections(page)).toEqual([])
  await page.emulateMedia({ colorScheme: null })
  // From "Close" to the code, which scrolls.
  await page.keyboard.press('Tab')
  expect(await hasFocus(code)).toBe(true)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(await hasFocus(button)).toBe(true)
}

const fileOf = async (example: string, name: string) =>
  (await readFile(new URL(`../../../${example}/src/${name}`, import.meta.url), 'utf8')).trim()

/** What the page would show as the code of this name. */
async function codeAt(url: string, name: string): Promise<string> {
  const html = await (await fetch(new URL(`code/${name}.html`, url))).text()
  const entities: Record<string, string> = {
    '&#x3C;': '<',
    '&#x26;': '&',
    '&lt;': '<',
    '&amp;': '&',
    '&gt;': '>',
  }
  return html.replaceAll(/<[^>]*>/g, '').replaceAll(/&#?\w+;/g, (entity) => entities[entity] ?? entity)
}
