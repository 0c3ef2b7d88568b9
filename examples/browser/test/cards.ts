import { createHash } from 'node:crypto'
import type { Locator } from 'playwright'

const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('One two\nthree\n') }
const hash = createHash('sha256').update(notes.buffer).digest('hex')

/** A picture of one pixel. */
export const pixel = {
  name: 'pixel.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
}

/** What a card tells while the connection is gone, what its button says then, and what is heard on the way. */
interface AfterLoss {
  tells: string
  button: string
  hears: string
}

/** The call is made again by itself. */
const isRepeated: AfterLoss = {
  tells: 'The connection was lost. Asking again as soon as it is back…',
  button: 'Waiting…',
  hears: 'The connection was lost. Asking again in a moment…',
}
/** The server is asked what became of the call. */
const isChecked: AfterLoss = {
  tells: 'Checking what happened…',
  button: 'Checking…',
  hears: 'Checking what happened…',
}

/** What all cards have in common, and in which words. */
export interface Card {
  /** Its heading. */
  name: string
  /** What its button says, and what it says meanwhile. */
  button: string
  pending: string[]
  /** The keys from its first field or button to the one that runs it, which is pressed by Enter. */
  keys: string[]
  /** What is chosen where a key opens the dialog for files. */
  file?: { name: string; mimeType: string; buffer: Buffer }
  /** What is asked of the server once, however often the button is pressed. */
  request: string
  /** What is read out in the end: an answer that needs nothing more to be done. */
  answer: string | RegExp
  /** What it shows where a lost connection is no end. */
  afterLoss?: AfterLoss
}

export const cards: Card[] = [
  // The first, since whoever signs in finds the others empty.
  {
    name: 'Ask who I am',
    button: 'Ask',
    pending: ['Asking…'],
    keys: ['Enter', 'Tab', 'Tab', 'Tab'],
    request: 'users:whoAmI',
    answer: 'You are Ada (ada@example.com).',
  },
  {
    name: 'Generate an image',
    button: 'Generate image',
    pending: ['Drawing…'],
    keys: ['Tab'],
    request: 'ai:generateImage',
    answer: 'Here it is.',
  },
  {
    name: 'Process a file',
    button: 'Process file',
    pending: ['Processing…'],
    keys: ['Space', 'Tab'],
    file: notes,
    request: 'files:process',
    answer: `notes.txt: 2 lines, 3 words, 14 bytes. SHA-256 ${hash}`,
  },
  {
    name: 'Check out',
    button: 'Check out',
    pending: ['Redirecting…'],
    keys: ['ArrowDown', 'Tab'],
    request: 'payments:createCheckoutSession',
    answer: 'There is nothing for sale as “price_nope”.',
  },
  {
    name: 'Buy',
    button: 'Buy for $28.00',
    pending: ['Charging…', 'Saving…'],
    keys: ['Tab'],
    request: 'payments:charge',
    answer: 'Paid $28.00 and saved your order.',
    afterLoss: isChecked,
  },
  {
    name: 'Welcome a user',
    button: 'Send welcome',
    pending: ['Sending…'],
    keys: ['ArrowDown', 'Tab'],
    request: 'emails:sendWelcome',
    answer: 'Welcomed Ada.',
  },
  {
    name: 'Pay an order',
    button: 'Pay order',
    pending: ['Paying…'],
    keys: ['ArrowDown', 'Tab'],
    request: 'orders:pay',
    answer: /^Paid\. Transaction ch_\w+$/,
    afterLoss: isRepeated,
  },
  {
    name: 'Look up the weather',
    button: 'Look up',
    pending: ['Looking…'],
    keys: ['Tab'],
    request: 'weather:fetch',
    answer: 'Lagos: 29 °C, sunny.',
  },
  {
    name: 'Generate a token',
    button: 'Generate token',
    pending: ['Generating…'],
    keys: [],
    request: 'tokens:generate',
    answer: /^[0-9a-f]{64}$/,
  },
  {
    name: 'Make a thumbnail',
    button: 'Make thumbnail',
    pending: ['Uploading…', 'Shrinking…'],
    keys: ['Space', 'Tab'],
    file: pixel,
    request: 'thumbnails:generate',
    answer: '1 × 1 pixels, png.',
  },
  {
    name: 'Schedule a reminder',
    button: 'Remind',
    pending: ['Scheduling…'],
    keys: ['ArrowDown', 'Tab', 'Tab'],
    request: 'reminders:schedule',
    answer: /^The reminder is due at \d\d:\d\d:\d\d\.$/,
  },
  {
    name: 'Search documents',
    button: 'Search',
    pending: ['Searching…'],
    keys: ['Tab'],
    request: 'documents:search',
    answer: '4 documents.',
  },
  {
    name: 'Process and save',
    button: 'Process',
    pending: ['Processing…'],
    keys: ['Tab'],
    request: 'data:processAndSave',
    answer: '3 numbers: sum 16, mean 5.33.',
  },
]

/** Fills a card in by the keyboard alone, and goes to its button. */
export async function goToButton(card: Locator, { keys, file }: Card): Promise<void> {
  const page = card.page()
  const choosing = file && page.waitForEvent('filechooser')
  await card.locator('input, select, textarea, button').first().focus()
  for (const key of keys) {
    // What can be chosen comes from the server.
    if (key === 'ArrowDown') await card.locator('option').nth(1).waitFor({ state: 'attached' })
    await page.keyboard.press(key)
    if (key === 'Space') await (await choosing)?.setFiles(file ?? [])
    // Whoever signs in waits for a token.
    if (key === 'Enter') await card.getByRole('button', { pressed: true }).waitFor()
  }
}

/** What is read out in the end, and nothing else. */
export const answerOf = ({ answer }: Card): RegExp =>
  typeof answer === 'string' ? new RegExp(`^${answer.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) : answer

/** What can be read where a screen reader reads it out, now. */
export const read = async (card: Locator): Promise<string> =>
  (await card.locator('[aria-live="polite"]').allInnerTexts()).join().replace(/\s+/g, ' ').trim()

/** The card of this heading. */
export function cardOf(name: string): Card {
  const card = cards.find((card) => card.name === name)
  if (!card) throw new Error(`There is no card “${name}”.`)
  return card
}
