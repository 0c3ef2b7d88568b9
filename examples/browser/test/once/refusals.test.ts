import type { Services } from '@convex-action/example-backend'
import type { Locator } from 'playwright'
import { expect, onTestFinished, test } from 'vitest'
import { startExample } from '../../example.js'
import { cardOf, goToButton, pixel } from '../cards.js'
import { card as find, hasFocus, openCard, tells } from '../screen.js'

const example = startExample('vue')

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

test('every card says whether its service is away, is out of order or refuses', async () => {
  const { page } = await openCard(example, 'Connection')
  for (const { name, card, variable, refusal } of services) {
    const service = example.services[name]
    const where = find(page, card)
    const button = where.locator('[type=submit]')
    await goToButton(where, cardOf(card))
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
    expect(await hasFocus(button), card).toBe(true)
    expect(await button.getAttribute('aria-disabled'), card).toBe('false')
    service.behave()
  }
})

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
  { card: 'Process and save', label: 'Numbers', value: 'none', says: 'There is no number in this data.' },
]

const fill = (field: Locator, value: string | typeof pixel) =>
  typeof value === 'string' ? field.fill(value) : field.setInputFiles(value)

test('every card says what is wrong with what cannot be done', async () => {
  const { page } = await openCard(example, 'Connection')
  for (const { card, label, value, says } of wrong) {
    const where = find(page, card)
    await goToButton(where, cardOf(card))
    await fill(where.getByLabel(label), value)
    await where.locator('[type=submit]').press('Enter')
    await tells(where, says)
  }
})

test('an answer of the weather service that makes no sense is not shown', async () => {
  example.services.weather.behave({ garble: true })
  const { card: weather, button } = await openCard(example, 'Look up the weather')
  await button.press('Enter')
  await tells(weather, 'Something went wrong on the server. Check before you try again.')
  example.services.weather.behave()
  await button.press('Enter')
  await tells(weather, 'Lagos: 29 °C, sunny.')
})

test('whoever is not signed in is told to', async () => {
  const { card: identity, button } = await openCard(example, 'Ask who I am')
  await button.press('Enter')
  await tells(identity, 'Sign in first.')
})
