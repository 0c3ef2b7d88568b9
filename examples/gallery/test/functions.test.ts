import { functionsFolder } from '@convex-action/example-backend'
import { loadModules } from '@convex-action/local-backend'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { lights, openFunction, says, startExample, tells } from './gallery.js'

const example = startExample('gallery')

interface Run {
  /** What is told then. */
  told: string | RegExp
  /** What has to be done first. */
  prepare?(page: Page): Promise<void>
  /** What else is there to see. */
  also?(page: Page): Promise<unknown>
}

const signIn = (page: Page) => page.getByRole('radio', { name: 'Ada' }).check()
const uploadSample = async (page: Page) => {
  await page.getByRole('button', { name: 'Upload a sample' }).click()
  await page
    .getByRole('combobox', { name: 'Image' })
    .getByRole('option', { name: 'A sample' })
    .first()
    .waitFor({ state: 'attached' })
}
const picture = (page: Page, size: number) =>
  expect
    .poll(() => page.locator('.outcome img').evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(size)
const lists = (page: Page, line: RegExp) => page.locator('.live li').getByText(line).first().waitFor()

const runs: Record<string, Run> = {
  'emails.send': { told: 'Sent.', also: (page) => lists(page, /Welcome!/) },
  'emails.sendWelcome': { told: 'The user is welcomed.', also: (page) => lists(page, /Ada: welcomed at/) },
  'reminders.schedule': {
    told: /^The reminder is due at/,
    prepare: (page) => page.getByLabel('Seconds from now').fill('1'),
    also: (page) => lists(page, /this is your reminder/),
  },
  'payments.charge': { told: 'Paid.', also: (page) => page.locator('.outcome').getByText(/^ch_/).waitFor() },
  'orders.pay': { told: 'The order is paid.', also: (page) => lists(page, /2 × Notebook: \$9\.00/) },
  'orders.create': { told: 'The order is saved.', also: (page) => lists(page, /2 × Notebook: \$9\.00/) },
  'ai.generateImage': { told: 'Here it is.', also: (page) => picture(page, 512) },
  'files.process': {
    told: 'own.txt is processed.',
    async prepare(page) {
      const file = { name: 'own.txt', mimeType: 'text/plain', buffer: Buffer.from('two words\n') }
      await page.getByLabel('Text file').setInputFiles(file)
      await page.getByText('To be processed: own.txt').waitFor()
    },
    also: (page) => page.getByRole('row', { name: 'words 2' }).waitFor(),
  },
  'files.upload': { told: '4 words are stored.' },
  'images.generateUploadUrl': { told: 'A file can be posted to this address.' },
  'thumbnails.generate': {
    told: 'Here it is, 200 pixels wide and high.',
    prepare: uploadSample,
    also: (page) => picture(page, 200),
  },
  'images.describe': { told: 'A png of 640 × 400 pixels.', prepare: uploadSample },
  'reports.generate': {
    told: 'The report is ready: 31 days.',
    also: (page) => page.getByRole('link', { name: 'Download sales-january.csv' }).waitFor(),
  },
  'data.processAndSave': {
    told: 'Processed and saved.',
    also: (page) => lists(page, /3 numbers, sum 49\.5/),
  },
  'weather.fetch': { told: 'Snow, -3 °C.' },
  'documents.search': {
    told: /found, the nearest first/,
    also: (page) => page.getByRole('cell', { name: 'Payments' }).waitFor(),
  },
  'users.whoAmI': { told: 'You are Ada, ada@example.com.', prepare: signIn },
  'users.updateProfile': {
    told: 'Your name is changed.',
    prepare: signIn,
    also: (page) => lists(page, /Augusta/),
  },
  'tokens.generate': {
    told: 'A token that nobody can guess.',
    also: (page) =>
      page
        .locator('.outcome')
        .getByText(/^[0-9a-f]{64}$/)
        .waitFor(),
  },
  // The last: it leads away from the page.
  'payments.createCheckoutSession': {
    told: 'The checkout is open.',
    async also(page) {
      await page.getByRole('link', { name: 'Go to the checkout' }).click()
      await page.getByRole('button', { name: 'Pay $42.00' }).waitFor()
    },
  },
}

/** The names of the actions and mutations of the backend that a user may call. A page asks `calls` by itself. */
async function publicFunctions(): Promise<string[]> {
  const modules = Object.entries(await loadModules(functionsFolder)).filter(
    ([path]) => !path.includes('_generated') && !path.includes('calls.'),
  )
  const found = await Promise.all(
    modules.map(async ([path, load]) => {
      const file = path.split('/').at(-1)?.split('.')[0]
      const exported = Object.entries((await load()) as Record<string, Record<string, unknown> | undefined>)
      return exported
        .filter(([, it]) => it?.isPublic && (it.isAction || it.isMutation))
        .map(([name]) => `${file}.${name}`)
    }),
  )
  return found.flat().sort()
}

test('every action and mutation that a client may call is in the gallery, and every one is run here', async () => {
  const { page } = await openFunction(example, 'emails.send')
  const links = await page.getByRole('navigation', { name: 'Functions' }).getByRole('link').all()
  const names = await Promise.all(links.map(async (link) => (await link.getAttribute('href'))?.slice(1)))
  expect(names.sort()).toEqual(await publicFunctions())
  expect(names).toEqual(Object.keys(runs).sort())
})

test('every function runs from its form, and all of it is seen', async () => {
  const { page, complaints, show, press, seen } = await openFunction(example, 'emails.send')
  const answered = seen.getByRole('row', { name: /page (Action|Mutation)Response #\d+ success/ })

  const run = async (name: string, { told, prepare, also }: Run) => {
    await show(name)
    await lights(seen, 'idle')
    await prepare?.(page)
    const path = name.replace('.', ':')
    const before = example.backend.wire.requests(path).length
    const answers = await answered.count()
    await press('Run')
    await page.locator('.outcome .success').getByText(told).waitFor()
    await lights(seen, 'success')
    await says(seen, 'status', 'success')
    await says(seen, 'attempt', '1')
    await says(seen, 'handler’s runs', String(before + 1))
    await answered.nth(answers).waitFor()
    expect(example.backend.wire.requests(path)).toHaveLength(before + 1)
    expect(await page.locator('.snippet').textContent()).toContain(`(api.${name}`)
    await also?.(page)
    expect(complaints).toEqual([])
  }
  for (const [name, of] of Object.entries(runs)) {
    await run(name, of).catch((cause) => {
      throw new Error(name, { cause })
    })
  }
})

test('a function that refuses says why, and is seen to have answered', async () => {
  const { page, press, seen } = await openFunction(example, 'weather.fetch')
  await page.getByLabel('City').selectOption('Atlantis')
  await press('Run')
  await tells(page, 'No weather is known for “Atlantis”.')
  await lights(seen, 'error')
  await says(seen, 'error.kind', 'application')
  await says(seen, 'error.delivery', 'responded')
})
