import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Services } from '@convex-action/example-backend'
import type { Locator } from 'playwright'
import { expect, onTestFinished, test } from 'vitest'
import { startExample } from '../example.js'
import { cards, goToButton, pixel } from './cards.js'
import { hasFocus, holdAnswers, openCard, tells } from './screen.js'

const example = startExample()

const open = async (name: string) => {
  const card = cards.find((card) => card.name === name)
  if (!card) throw new Error(`There is no card “${name}”.`)
  const opened = await openCard(example, name)
  await goToButton(opened.card, card)
  return opened
}

const services = [
  {
    name: 'image',
    card: 'Generate an image',
    variable: 'IMAGE_SERVICE_URL',
    refusal: 'This prompt is not allowed.',
  },
  {
    name: 'payment',
    card: 'Check out',
    variable: 'PAYMENT_SERVICE_URL',
    refusal: 'Your account cannot take payments yet.',
  },
  {
    name: 'payment',
    card: 'Buy',
    variable: 'PAYMENT_SERVICE_URL',
    refusal: 'Your card was declined.',
  },
  {
    name: 'payment',
    card: 'Pay an order',
    variable: 'PAYMENT_SERVICE_URL',
    refusal: 'Your card was declined.',
  },
  {
    name: 'email',
    card: 'Welcome a user',
    variable: 'EMAIL_SERVICE_URL',
    refusal: 'The recipient’s mailbox is full.',
  },
  {
    name: 'weather',
    card: 'Look up the weather',
    variable: 'WEATHER_SERVICE_URL',
    refusal: 'Too many requests.',
  },
  {
    name: 'data',
    card: 'Process and save',
    variable: 'DATA_SERVICE_URL',
    refusal: 'There is no number in this data.',
  },
] as const satisfies { name: keyof Services; card: string; variable: string; refusal: string }[]

for (const { name, card, variable, refusal } of services) {
  test(`${card}: says whether its service is away, is out of order or refuses`, async () => {
    const service = example.services[name]
    const { card: where, button } = await open(card)
    const called = name === 'email' ? 'e-mail' : name

    process.env[variable] = 'http://127.0.0.1:9'
    onTestFinished(() => {
      process.env[variable] = service.url
    })
    await button.press('Enter')
    await tells(where, `The ${called} service cannot be reached right now. Please try again later.`)

    process.env[variable] = service.url
    service.behave({ fail: true })
    await button.press('Enter')
    await tells(where, `The ${called} service is out of order right now. Please try again later.`)

    service.behave({ refuse: true })
    await button.press('Enter')
    await tells(where, refusal)
    expect(await hasFocus(button)).toBe(true)
    expect(await button.getAttribute('aria-disabled')).toBe('false')
  })
}

const empty = { ...pixel, name: 'empty.txt', buffer: Buffer.alloc(0) }
const wrong: { card: string; label: string; value: string | typeof pixel; says: string }[] = [
  { card: 'Generate an image', label: 'Prompt', value: ' ', says: 'Describe the image first.' },
  { card: 'Process a file', label: 'File', value: pixel, says: '“pixel.png” is not a text file.' },
  { card: 'Process a file', label: 'File', value: empty, says: '“empty.txt” is empty.' },
  { card: 'Look up the weather', label: 'City', value: ' ', says: 'Name a city.' },
  {
    card: 'Look up the weather',
    label: 'City',
    value: 'Atlantis',
    says: 'No weather is known for “Atlantis”.',
  },
  {
    card: 'Make a thumbnail',
    label: 'Image',
    value: { ...pixel, buffer: Buffer.from('Not a picture.') },
    says: 'This file is not an image.',
  },
  {
    card: 'Schedule a reminder',
    label: 'Seconds',
    value: '3601',
    says: 'Choose between 1 and 3600 seconds.',
  },
  { card: 'Search documents', label: 'Text', value: '…', says: 'Say what to look for.' },
  { card: 'Search documents', label: 'Text', value: 'xylophone', says: 'Nothing fits.' },
  { card: 'Process and save', label: 'Numbers', value: 'none', says: 'There is no number in this data.' },
]

const fill = (field: Locator, value: string | typeof pixel) =>
  typeof value === 'string' ? field.fill(value) : field.setInputFiles(value)

for (const { card, label, value, says } of wrong) {
  test(`${card}: says “${says}” to what cannot be done`, async () => {
    const { card: where, button } = await open(card)
    await fill(where.getByLabel(label), value)
    await button.press('Enter')
    await tells(where, says)
  })
}

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

for (const { card, label, empty } of missing) {
  test(`${card}: is not sent without a good answer to “${label}”, which gets the focus`, async () => {
    const { card: where, button } = await open(card)
    const field = where.getByLabel(label)
    await empty(field)
    await button.press('Enter')
    await expect.poll(() => hasFocus(field)).toBe(true)
    expect(example.backend.wire.requests()).toHaveLength(0)
  })
}

test('an answer of the weather service that makes no sense is not shown', async () => {
  example.services.weather.behave({ garble: true })
  const { card: weather, button } = await open('Look up the weather')
  await button.press('Enter')
  await tells(weather, 'Something went wrong on the server.')
  example.services.weather.behave()
  await button.press('Enter')
  await tells(weather, 'Lagos: 29 °C, sunny.')
})

test('whoever is not signed in is told to', async () => {
  const { card: identity, button } = await openCard(example, 'Ask who I am')
  await button.press('Enter')
  await tells(identity, 'Sign in first.')
})

test('a file that is deleted before it is sent is not, and another one can be', async () => {
  const path = join(tmpdir(), `${randomUUID()}.txt`)
  await writeFile(path, 'Soon gone.')
  const { card: file, button } = await openCard(example, 'Process a file')
  await file.getByLabel('File').setInputFiles(path)
  await rm(path)
  await button.press('Enter')
  await tells(file, 'This file cannot be read.')
  expect(example.backend.wire.requests()).toHaveLength(0)
  await file
    .getByLabel('File')
    .setInputFiles({ ...pixel, name: 'a.txt', buffer: Buffer.from('Still there.') })
  await button.press('Enter')
  await tells(file, 'a.txt: 1 line, 2 words, 12 bytes.')
})

test('a picture that cannot be uploaded is not shrunk, and can be tried again', async () => {
  const { page, card: thumbnail, button } = await open('Make a thumbnail')
  await page.route('**/api/storage/upload**', (route) => route.abort())
  await button.press('Enter')
  await tells(thumbnail, 'The file could not be uploaded. Please try again.')
  expect(example.backend.wire.requests('thumbnails:generate')).toHaveLength(0)
  await page.unroute('**/api/storage/upload**')
  await button.press('Enter')
  await tells(thumbnail, '1 × 1 pixels, png.')
})

test('a picture that is shown goes when another one is made', async () => {
  const { card: thumbnail, button } = await open('Make a thumbnail')
  await button.press('Enter')
  const picture = thumbnail.getByRole('img', { name: 'Thumbnail of pixel.png' })
  await picture.waitFor()
  holdAnswers(example.backend)
  await button.press('Enter')
  await picture.waitFor({ state: 'detached' })
})
