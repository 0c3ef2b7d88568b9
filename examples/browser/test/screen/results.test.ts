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

  test('what a card made can be seen and read, also on another page that is open', async () => {
    const { page, card: image } = await openCard(example, 'Generate an image')
    const other = await page.context().newPage()
    await other.goto(page.url())
    const submit = (where: Locator) => where.locator('[type=submit]').click()
    await image.getByLabel('Prompt').fill('A tea pot')
    await submit(image)
    await tells(image, 'Here it is.')
    await image.getByLabel('Prompt').fill('Something else')
    expect(await sizeOf(image.getByRole('img', { name: 'A tea pot' }))).toEqual([512, 512])
    expect(example.services.image.received).toEqual([{ prompt: 'A tea pot' }])

    const thumbnail = card(page, 'Make a thumbnail')
    await thumbnail.getByLabel('Image').setInputFiles(pixel)
    await submit(thumbnail)
    await tells(thumbnail, '1 × 1 pixels, png.')
    const picture = thumbnail.getByRole('img', { name: 'Thumbnail of pixel.png' })
    expect(await sizeOf(picture)).toEqual([200, 200])

    const search = card(page, 'Search documents')
    await search.getByLabel('Text').fill('mutation database')
    await submit(search)
    await tells(search, '1 document.')
    expect(await search.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(
        /^No database\s+An action has no database\. It reads by a query and writes by a mutation\.$/,
      ),
    ])

    const reminder = card(page, 'Schedule a reminder')
    await reminder.getByLabel('User').selectOption('Bob')
    await reminder.getByLabel('Seconds').fill('1')
    await submit(reminder)
    await reminder.getByText('The reminder is due at').waitFor()
    for (const where of [reminder, card(other, 'Schedule a reminder')]) {
      await items(where, 'Reminders').getByText('Bob, this is your reminder.').waitFor()
    }

    const data = card(page, 'Process and save')
    await submit(data)
    await tells(data, '3 numbers: sum 16, mean 5.33.')
    await data.getByLabel('Numbers').fill('-1.5')
    await submit(data)
    await tells(data, '1 number: sum -1.5, mean -1.5.')
    for (const where of [data, card(other, 'Process and save')]) {
      await expect
        .poll(() => items(where, 'Saved results').allInnerTexts())
        .toEqual(['1 number: sum -1.5, mean -1.5.', '3 numbers: sum 16, mean 5.33.'])
    }
  })
})
