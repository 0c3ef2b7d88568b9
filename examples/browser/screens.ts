import type { Page } from 'playwright'
import { expect } from 'vitest'
import { objections } from './objections.js'

const phone = { width: 390, height: 844 }
const desktop = { width: 1280, height: 900 }

/** What pictures are taken on. The first two are unlike in all respects, so objections on the others are theirs too. */
const screens = [
  { name: 'phone', size: phone, colorScheme: 'light' },
  { name: 'desktop, dark', size: desktop, colorScheme: 'dark' },
  { name: 'phone, dark', size: phone, colorScheme: 'dark' },
  { name: 'desktop', size: desktop, colorScheme: 'light' },
] as const

/**
 * Checks that everybody can read a page as it stands: on a light phone, and on a dark desktop. With `SCREENSHOTS=1`
 * pictures of it are kept in `screenshots`, of both in light and in dark.
 *
 * @param state what the page shows, for the message and the pictures' names
 * @param count on how many of the screens
 */
export async function checkScreens(page: Page, state: string, count: 1 | 2 = 2): Promise<void> {
  for (const { name, size, colorScheme } of screens.slice(0, process.env.SCREENSHOTS ? 4 : count)) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    const path = `${import.meta.dirname}/screenshots/${state}, ${name}.png`
    if (process.env.SCREENSHOTS) await page.screenshot({ path, fullPage: true })
    expect(await objections(page), `${state} on ${name}`).toEqual([])
  }
}
