import { expect, test } from 'vitest'
import { screens, startExample } from '../../example.js'
import { openCard } from '../screen.js'

const examples = screens.map((name) => startExample(name))

test.each([
  { name: 'phone', width: 390, height: 844 },
  { name: 'desktop', width: 1280, height: 900 },
])('all screens look the same, to the pixel: $name', async ({ name, width, height }) => {
  const pictures: Buffer[] = []
  for (const example of examples) {
    const { page } = await openCard(example, 'Connection', { viewport: { width, height } })
    const path = `${import.meta.dirname}/screenshots/${name}, ${example.name}.png`
    pictures.push(await page.screenshot({ path, fullPage: true }))
  }
  const [first] = pictures
  const different = examples.filter((_, index) => !first?.equals(pictures[index] as Buffer))
  expect(different.map(({ name }) => name)).toEqual([])
})
