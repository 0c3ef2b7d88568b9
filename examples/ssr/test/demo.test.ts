import {
  endGroup,
  expectEnd,
  isGroupOver,
  launch,
  node,
  openPage,
  startDemo,
} from '@convex-action/example-browser'
import { expect, onTestFinished, test } from 'vitest'
import { apps, nameOf } from '../../shared/site/links.js'

const folders = Object.keys(apps)

test('npm run demo -- --apps builds each app and leads to it, each app leads to all pages, and none is left running', async () => {
  const { demo, url, said } = await startDemo(node, { args: ['--apps'], until: /(built in \d+ s.*){3}/s })
  onTestFinished(() => endGroup(demo))
  const addresses = [...said.matchAll(/(http\S+) +built in/g)].map(([, address = '']) => address)
  expect(addresses).toHaveLength(folders.length)
  const browser = await launch()
  onTestFinished(() => browser.close())
  const { page, complaints } = await openPage(browser, url)
  for (const [index, folder] of folders.entries()) {
    // From app to app.
    const header = page.getByRole('navigation', { name: 'Demo' })
    await header.getByRole('link', { name: nameOf(folder) ?? '', exact: true }).click()
    await page.waitForURL(addresses[index] ?? '')
    expect(await header.locator('p').textContent()).toBe(`convex-action with ${nameOf(folder)}`)
    expect(await header.locator('[aria-current]').textContent()).toBe(nameOf(folder))
    await expect
      .poll(async () => {
        await page.getByRole('button', { name: /Generat/ }).click()
        return page.locator('.outcome').textContent()
      })
      .not.toBe('')
    await page.getByText('The report is ready: 31 days.').waitFor({ timeout: 30_000 })
  }
  await page.getByRole('link', { name: 'convex-action', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Did it run?' }).waitFor()
  expect(complaints).toEqual([])
  await expectEnd(demo, url)
  await expect.poll(() => isGroupOver(demo)).toBe(true)
  for (const address of addresses) await expect(fetch(address)).rejects.toThrow()
})
