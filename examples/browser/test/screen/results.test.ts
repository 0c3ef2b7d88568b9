import type { Locator } from 'playwright'
import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { pixel } from '../cards.js'
import { card, openCard, tells } from '../screen.js'

onEachScreen((example) => {
  const items = (where: Locator, name: string) =>
    where.getByRole('list', { name, exact: true }).getByRole('listitem')

  const sizeOf = (picture: Locator) =>
    picture.evaluate(async (image: HTMLImageElement) => {
      await image.decode()
      return [image.naturalWidth, image.naturalHeight]
    })

  test('a picture that was drawn can be seen, and is described by its own prompt', async () => {
    const { card: image, button } = await openCard(example, 'Generate an image')
    await image.getByLabel('Prompt').fill('A tea pot')
    await button.click()
    await tells(image, 'Here it is.')
    await image.getByLabel('Prompt').fill('Something else')
    expect(await sizeOf(image.getByRole('img', { name: 'A tea pot' }))).toEqual([512, 512])
    expect(example.services.image.received).toEqual([{ prompt: 'A tea pot' }])
  })

  test('a thumbnail can be seen, and says whose it is', async () => {
    const { card: thumbnail, button } = await openCard(example, 'Make a thumbnail')
    await thumbnail.getByLabel('Image').setInputFiles(pixel)
    await button.click()
    await tells(thumbnail, '1 × 1 pixels, png.')
    const picture = thumbnail.getByRole('img', { name: 'Thumbnail of pixel.png' })
    expect(await sizeOf(picture)).toEqual([200, 200])
  })

  test('a document that was found can be read', async () => {
    const { card: search, button } = await openCard(example, 'Search documents')
    await search.getByLabel('Text').fill('mutation database')
    await button.click()
    await tells(search, '1 document.')
    expect(await search.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(
        /^No database\s+An action has no database\. It reads by a query and writes by a mutation\.$/,
      ),
    ])
  })

  test('a reminder arrives by itself, on every page that is open', async () => {
    const { page, card: reminder, button } = await openCard(example, 'Schedule a reminder')
    const other = await page.context().newPage()
    await other.goto(page.url())
    await reminder.getByLabel('User').selectOption('Bob')
    await reminder.getByLabel('Seconds').fill('1')
    await button.click()
    await reminder.getByText('The reminder is due at').waitFor()
    for (const where of [reminder, card(other, 'Schedule a reminder')]) {
      await items(where, 'Reminders').getByText('Bob, this is your reminder.').waitFor()
    }
  })

  test('a result that was saved is in the list on every page that is open, newest first', async () => {
    const { page, card: data, button } = await openCard(example, 'Process and save')
    const other = await page.context().newPage()
    await other.goto(page.url())
    await button.click()
    await tells(data, '3 numbers: sum 16, mean 5.33.')
    await data.getByLabel('Numbers').fill('-1.5')
    await button.click()
    await tells(data, '1 number: sum -1.5, mean -1.5.')
    for (const where of [data, card(other, 'Process and save')]) {
      await expect
        .poll(() => items(where, 'Saved results').allInnerTexts())
        .toEqual(['1 number: sum -1.5, mean -1.5.', '3 numbers: sum 16, mean 5.33.'])
    }
  })
})
