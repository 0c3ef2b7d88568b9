import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { functions, sources } from './modules.js'

const read = (name: string) => readFileSync(new URL(`reference/${name}.txt`, import.meta.url), 'utf8')
const server = read('convex-actions-server')
const composable = read('use-convex-action')
const findAll = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map(([, found = '']) => found)),
]
const paths = functions.map(({ path }) => path)

/** The function for each heading of the server's document. */
const ofHeading: Record<string, string[]> = {
  'Defining actions': ['emails:sendWelcome', 'payments:processPayment'],
  action: ['emails:sendWelcome'],
  internalAction: ['payments:processPayment'],
  'Action context': ['emails:sendWelcome', 'orders:pay', 'images:describe', 'reminders:schedule'],
  ActionCtx: ['users:whoAmI', 'thumbnails:generate', 'documents:search'],
  'Common use cases': ['weather:fetch', 'tokens:generate', 'thumbnails:generate'],
  'Calling external APIs': ['weather:fetch'],
  'Using Node.js libraries': ['tokens:generate'],
  'Processing files': ['thumbnails:generate'],
  'Execution guarantees': ['payments:charge'],
  'At most once execution': ['payments:charge', 'orders:pay'],
  'No direct database access': ['data:processAndSave', 'data:save'],
  'Non-deterministic operations allowed': ['tokens:generate'],
  'Best practices': ['orders:pay'],
  'Use internal actions': ['payments:processPayment', 'thumbnails:measure'],
  'Handle errors gracefully': ['weather:fetch', 'emails:sendWelcome'],
  'Keep actions idempotent': ['payments:charge', 'orders:pay', 'emails:sendWelcome', 'reminders:schedule'],
  "Don't use runAction unnecessarily": ['images:describe', 'thumbnails:measure'],
}

/** The function for each `export const` of both documents. The file gives the rest of the name. */
const ofExport: Record<string, string> = {
  sendWelcomeEmail: 'emails:sendWelcome',
  processPayment: 'payments:processPayment',
  fetchWeather: 'weather:fetch',
  generateToken: 'tokens:generate',
  generateThumbnail: 'thumbnails:generate',
  processAndSave: 'data:processAndSave',
}

/** The functions for each row of the composable's table of uses. */
const ofUse: Record<string, string[]> = {
  'Call external APIs': ['payments:charge', 'emails:send', 'ai:generateImage'],
  'Long computations': ['data:processAndSave', 'files:process', 'reports:generate'],
  'Non-deterministic operations': ['tokens:generate', 'reminders:schedule'],
  'Side effects': ['emails:send', 'reminders:send'],
}

// The server's document only uses it to show `runAction`. In the composable's document it is public, as it is here.
const publicHere = ['internal.emails.send']

test('every heading of the server’s document has its functions', () => {
  // The last line is the page's footer.
  const headings = findAll(server, /(?<=\n\n)(.*[^.:;])(?=\n\n)/g).filter((text) => text !== footer)
  expect(Object.keys(ofHeading).sort()).toEqual(headings.sort())
  expect(
    Object.values(ofHeading)
      .flat()
      .filter((path) => !paths.includes(path)),
  ).toEqual([])
  expect(Object.values(ofHeading).filter((functions) => functions.length === 0)).toEqual([])
})
const footer = 'Build docs developers (and LLMs) love'

test('every function that the documents define exists', () => {
  const defined = findAll(server + composable, /export const (\w+)/g)
  expect(Object.keys(ofExport).sort()).toEqual(defined.sort())
  expect(Object.values(ofExport).filter((path) => !paths.includes(path))).toEqual([])
})

test('every function that the documents call exists, and is public or internal as they say', () => {
  const called = findAll(server + composable, /(?<!\/\/)\b((?:api|internal)\.\w+\.\w+)/g)
  const here = functions.map(
    ({ path, isPublic }) => `${isPublic ? 'api' : 'internal'}.${path.replace(':', '.')}`,
  )
  expect(called.length).toBeGreaterThan(0)
  expect(called.filter((name) => !here.includes(name))).toEqual(publicHere)
})

test('everything that the document offers to actions is used by an action', () => {
  const members = findAll(server, /\b(ctx\.(?!db\b)\w+(?:\.\w+)*)/g)
  const used = sources.map(({ text }) => text).join()
  expect(members).toContain('ctx.scheduler.runAfter')
  expect(members.filter((member) => !used.includes(`${member}(`))).toEqual([])
})

test('every use that the composable’s document names has its functions', () => {
  const [, table = ''] = composable.split('| Use Case | Example |\n|---|---|\n')
  const [rows = ''] = table.split(/\n(?!\|)/)
  expect(Object.keys(ofUse).sort()).toEqual(findAll(rows, /^\| ([^|]+) \|/gm).sort())
  expect(
    Object.values(ofUse)
      .flat()
      .filter((path) => !paths.includes(path)),
  ).toEqual([])
})
