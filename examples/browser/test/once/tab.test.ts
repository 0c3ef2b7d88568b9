import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { startExample } from '../../example.js'

const example = startExample('vue')

const tabs = new Set<Page>()

test.each(['first', 'second'])('the %s test in a tab finds nothing that another has left there', async () => {
  const { page } = await example.open()
  tabs.add(page)
  expect(tabs.size).toBe(1)
  expect(page.context().pages()).toEqual([page])
  const left = () =>
    page.evaluate(async () => ({
      stored: [localStorage, sessionStorage].map((storage) => storage.getItem('left')),
      cookies: document.cookie,
      isDark: matchMedia('(prefers-color-scheme: dark)').matches,
      width: innerWidth,
      icon: await fetch('/icon.svg').then(
        () => 'fetched',
        () => 'not fetched',
      ),
    }))
  const nothing = { stored: [null, null], cookies: '', isDark: false, width: 1280, icon: 'fetched' }
  expect(await left()).toEqual(nothing)

  await page.evaluate(() => {
    for (const storage of [localStorage, sessionStorage]) storage.setItem('left', 'by another test')
    // biome-ignore lint/suspicious/noDocumentCookie: the other way is not in every browser
    document.cookie = 'left=by another test'
  })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.route('**/icon.svg', (route) => route.abort())
  await page.context().newPage()
  const all = { stored: Array(2).fill('by another test'), cookies: 'left=by another test', isDark: true }
  expect(await left()).toEqual({ ...all, width: 390, icon: 'not fetched' })
})
