import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  createLocalBackend,
  type LocalBackend,
  loadComponents,
  loadModules,
} from '@convex-action/local-backend'
import { Window } from 'happy-dom'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { blocksOf, pages } from './documents/blocks.js'
import { folderFor, type Placed, place } from './documents/folder.js'

const names = ['typescript', 'vue', 'react', 'svelte'].map((name) => `docs/start/${name}.md`)
const all = pages()
  .filter(({ path }) => names.includes(path))
  .flatMap(blocksOf)
const ofPage = (page: string) => all.filter((block) => block.page === page)

/** What is the same on each of these pages: the functions, and what is typed into the console. */
const shared = (page: string) =>
  ofPage(page)
    .filter(({ file, language }) => file?.startsWith('convex/') || language === 'js')
    .map(({ code }) => code)

test.each(names.slice(1))('%s has the functions and the lines for the console that run here', (page) => {
  expect(shared(page)).toEqual(shared(names[0] as string))
})

// The page without a framework is run as a beginner has it in the end, with a service and a cut that take a tenth of their time.
const folder = mkdtempSync(join(tmpdir(), 'start-'))
const page = names[0] as string
const faster = (code: string) => code.replace(/\b5000\b/, '500').replace(/\b1000\b/, '100')
const placed = place(
  folder,
  ofPage(page)
    .filter(({ language }) => language === 'ts')
    .map((block) => ({ ...block, code: faster(block.code) })),
)
const [cutAfter = '', cutBefore = '', repair = ''] = ofPage(page)
  .filter(({ language }) => language === 'js')
  .map(({ code }) => code)
const convex = join(folder, folderFor(page), 'convex')

let backend: LocalBackend
beforeAll(async () => {
  backend = await createLocalBackend({
    modules: await loadModules(convex),
    components: await loadComponents(convex),
  })
  const { document } = new Window()
  vi.stubGlobal('document', document)
  vi.stubGlobal('WebSocket', WebSocket)
  vi.stubEnv('VITE_CONVEX_URL', backend.url)
  vi.spyOn(console, 'log').mockImplementation(() => {})
})
afterAll(async () => {
  await backend.close()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

/** Opens the page that a version of `src/main.ts` makes. */
async function open(version: Placed | undefined) {
  await import(pathToFileURL(join(folder, version?.path ?? '')).href)
  const button = document.querySelector('button')
  const message = document.querySelector('p')
  if (!button || !message) throw new Error('The page is empty.')
  return { button, message }
}

/** Presses the button, and gives what the page says until it says `last`. */
async function press({ button, message }: Awaited<ReturnType<typeof open>>, last: RegExp) {
  const said: (string | null)[] = []
  button.click()
  await expect
    .poll(
      () => {
        if (said.at(-1) !== message.textContent) said.push(message.textContent)
        return message.textContent
      },
      { interval: 5, timeout: 20_000 },
    )
    .toMatch(last)
  return said
}

/** Types lines into the console of the page. Returns what types the lines that repair the connection. */
const type = (lines: string): (() => void) => new Function(`${lines}\nreturn () => { ${repair} }`)()

const [report, payment] = placed.filter(({ file }) => file === 'src/main.ts')

test('the first page for beginners shows a report', async () => {
  expect(await press(await open(report), /rows/)).toEqual(['Generating…', 'Report for January: 31 rows'])
})

test('the second page for beginners pays once, also when the connection is cut and repaired', {
  timeout: 60_000,
}, async () => {
  const shown = await open(payment)
  expect(await press(shown, /^Paid/)).toEqual(['Paying…', expect.stringMatching(/^Paid: transaction-/)])
  expect(backend.runs('payments:charge')).toBe(1)

  const reload = type(cutAfter.replace('1000', '100'))
  expect(await press(shown, /^Paid/)).toEqual([
    'Paying…',
    'Checking what happened…',
    expect.stringMatching(/^Paid: transaction-/),
  ])
  reload()
  expect(backend.runs('payments:charge')).toBe(2)

  const repairIt = type(cutBefore)
  const said = await press(shown, /Nothing happened/)
  expect(said.at(-1)).toBe('The connection was lost before it began. Nothing happened; you can try again.')
  expect(shown.button.textContent).toBe('Try again')
  expect(backend.runs('payments:charge')).toBe(2)

  repairIt()
  expect((await press(shown, /^Paid/)).slice(-2)).toEqual([
    'Paying…',
    expect.stringMatching(/^Paid: transaction-/),
  ])
  expect(backend.runs('payments:charge')).toBe(3)
})
