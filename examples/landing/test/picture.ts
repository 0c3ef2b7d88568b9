import { readFile, writeFile } from 'node:fs/promises'
import type { Page } from 'playwright'
import { expect } from 'vitest'

type Scheme = 'light' | 'dark'

const pathOf = (scheme: Scheme) => new URL(`../../../docs/scene-${scheme}.png`, import.meta.url)

const readme = new URL('../../../README.md', import.meta.url)

/** How wide the page is for the picture, and how much of the card is around the stills, in pixels. */
const width = 1100
const margin = 14

/**
 * How far the part that differs most may be from the README's picture, from 0 to 255: a wrong colour is 10 and more. Where a
 * machine has other fonts than those of the picture, lines break elsewhere, and a part is only the same from afar.
 */
const tolerance = { sameFonts: 6, otherFonts: 40 }
/** How wide the title of the scene is in the fonts of the picture, in pixels. */
const titleWidth = 507

/** Checks that the README's picture shows the scene as it is now. With `PICTURES=1` it is taken anew. */
export async function checkPicture(page: Page, colorScheme: Scheme): Promise<void> {
  await page.setViewportSize({ width, height: 1200 })
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  const fresh = await page.screenshot({ clip: await around(page), fullPage: true })
  if (process.env.PICTURES) await writeFile(pathOf(colorScheme), fresh)
  expect(await readFile(readme, 'utf8')).toContain(`docs/scene-${colorScheme}.png"`)
  const shown = await readFile(pathOf(colorScheme))
  const images = [fresh, shown].map((image) => `data:image/png;base64,${image.toString('base64')}`)
  const difference = await page.evaluate(compare, images)
  const fonts = (await measureTitle(page)) === titleWidth ? 'sameFonts' : 'otherFonts'
  expect(difference, `docs/scene-${colorScheme}.png, which PICTURES=1 takes anew`).toBeLessThan(
    tolerance[fonts],
  )
}

/** In whole pixels. */
const measureTitle = (page: Page) =>
  page.locator('#scene-title').evaluate((title) => {
    const range = document.createRange()
    range.selectNodeContents(title)
    return Math.round(range.getBoundingClientRect().width)
  })

async function around(page: Page) {
  const { x = 0, y = 0, width = 0, height = 0 } = (await page.locator('.stills').boundingBox()) ?? {}
  return { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin }
}

/** Runs in the page: the mean difference of the parts that differ most, as seen from far away. */
async function compare(images: string[]): Promise<number> {
  const [columns, rows] = [24, 16]
  const seen = images.map(async (src) => {
    const image = new Image()
    image.src = src
    await image.decode()
    const canvas = new OffscreenCanvas(columns, rows)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('There is no canvas.')
    context.imageSmoothingQuality = 'high'
    context.drawImage(image, 0, 0, columns, rows)
    return context.getImageData(0, 0, columns, rows).data
  })
  const [one, other] = await Promise.all(seen)
  if (!one || !other) throw new Error('There are no two pictures.')
  const parts = Array.from({ length: columns * rows }, (_, part) =>
    [0, 1, 2].reduce(
      (sum, channel) => sum + Math.abs((one[part * 4 + channel] ?? 0) - (other[part * 4 + channel] ?? 0)) / 3,
      0,
    ),
  )
  return Math.max(...parts)
}
