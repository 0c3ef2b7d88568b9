import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { cardOf, goToButton, pixel } from '../cards.js'
import { card as find, hasFocus, holdAnswers, openCard, tells } from '../screen.js'

onEachScreen((example) => {
  const missing: { card: string; label: string; empty: (field: Locator) => Promise<unknown> }[] = [
    { card: 'Generate an image', label: 'Prompt', empty: (field) => field.fill('') },
    { card: 'Process a file', label: 'File', empty: (field) => field.setInputFiles([]) },
    { card: 'Welcome a user', label: 'User', empty: (field) => field.selectOption('Choose a user') },
    { card: 'Pay an order', label: 'Order', empty: (field) => field.selectOption('Choose an order') },
    { card: 'Look up the weather', label: 'City', empty: (field) => field.fill('') },
    { card: 'Make a thumbnail', label: 'Image', empty: (field) => field.setInputFiles([]) },
    { card: 'Schedule a reminder', label: 'User', empty: (field) => field.selectOption('Choose a user') },
    { card: 'Schedule a reminder', label: 'Seconds', empty: (field) => field.fill('0') },
    { card: 'Search documents', label: 'Text', empty: (field) => field.fill('') },
    { card: 'Process and save', label: 'Numbers', empty: (field) => field.fill('') },
  ]

  const submit = (where: Locator) => where.locator('[type=submit]').press('Enter')

  test('no card is sent without a good answer to every field; what cannot be found, read or uploaded is said, and another try goes through', async () => {
    const { page } = await openCard(example, 'Connection')
    for (const { card: name, label, empty } of missing) {
      const where = find(page, name)
      // Its first field has to be right.
      if (label === 'Seconds') await goToButton(where, cardOf(name))
      const field = where.getByLabel(label)
      await empty(field)
      await submit(where)
      await expect.poll(() => hasFocus(field), { message: `${name}: ${label}` }).toBe(true)
    }
    expect(example.backend.wire.requests()).toHaveLength(0)

    const path = join(tmpdir(), `${randomUUID()}.txt`)
    await writeFile(path, 'Soon gone.')
    const file = find(page, 'Process a file')
    await file.getByLabel('File').setInputFiles(path)
    await rm(path)
    await submit(file)
    await tells(file, 'This file cannot be read.')
    expect(example.backend.wire.requests()).toHaveLength(0)
    await file
      .getByLabel('File')
      .setInputFiles({ ...pixel, name: 'a.txt', buffer: Buffer.from('Still there.') })
    await submit(file)
    await tells(file, 'a.txt: 1 line, 2 words, 12 bytes.')

    const search = find(page, 'Search documents')
    await search.getByLabel('Text').fill('xylophone')
    await submit(search)
    await tells(search, 'Nothing fits.')

    const thumbnail = find(page, 'Make a thumbnail')
    await thumbnail.getByLabel('Image').setInputFiles(pixel)
    await page.route('**/api/storage/upload**', (route) => route.abort())
    await submit(thumbnail)
    await tells(thumbnail, 'The file could not be uploaded. Please try again.')
    expect(example.backend.wire.requests('thumbnails:generate')).toHaveLength(0)
    await page.unroute('**/api/storage/upload**')
    await submit(thumbnail)
    await tells(thumbnail, '1 × 1 pixels, png.')
    const picture = thumbnail.getByRole('img', { name: 'Thumbnail of pixel.png' })
    await picture.waitFor()
    // What is shown goes when another one is made.
    holdAnswers(example.backend)
    await submit(thumbnail)
    await picture.waitFor({ state: 'detached' })
  })
})
