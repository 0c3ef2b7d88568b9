import { expect, test } from 'vitest'
import { screens, startExample } from '../../example.js'
import { openCard } from '../screen.js'

const examples = screens.map((name) => startExample(name))
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } }

test('all screens look the same below their headers, to the pixel', async () => {
  const pictures: Record<string, Buffer>[] = []
  for (const example of examples) {
    const { page } = await openCard(example, 'Connection')
    await page.locator('nav.site').evaluate((header) => header.remove())
    const ofExample: Record<string, Buffer> = {}
    for (const [name, size] of Object.entries(sizes)) {
      await page.setViewportSize(size)
      const path = `${import.meta.dirname}/screenshots/${name}, ${example.name}.png`
      ofExample[name] = await page.locator('#app').screenshot({ path })
    }
    pictures.push(ofExample)
  }
  for (const name of Object.keys(sizes)) {
    const different = screens.filter(
      (_, index) => !pictures[0]?.[name]?.equals(pictures[index]?.[name] as Buffer),
    )
    expect(different, name).toEqual([])
  }
})
