import { readFileSync } from 'node:fs'
import { createActionStore } from '@convex-action/core'
import { recover } from '@convex-action/core/recovery'
import { functionsFolder } from '@convex-action/example-backend'
import { api } from '@convex-action/example-backend/api'
import { action } from '@convex-action/example-backend/convex/_generated/server.js'
import { calls } from '@convex-action/example-backend/convex/calls.js'
import { startExample } from '@convex-action/example-browser'
import { createLocalBackend, loadComponents, loadModules } from '@convex-action/local-backend'
import { ConvexClient } from 'convex/browser'
import { v } from 'convex/values'
import { expect, onTestFinished, test } from 'vitest'
import sizes from '../../../packages/core/.size-limit.js'

const example = startExample('landing')

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

/** Runs a snippet as it is written. What it imports is given by name. */
function run<Value>(snippet: string, names: Record<string, unknown>): Value {
  const code = snippet.replaceAll(/^import .*$/gm, '').replace('export const charge =', 'return')
  return new Function(...Object.keys(names), code)(...Object.values(names))
}

/** A backend with this function in the place of `payments.charge`. */
async function startBackend(charge: unknown) {
  const modules = await loadModules(functionsFolder)
  const path = Object.keys(modules).find((name) => name.endsWith('/payments.ts')) ?? ''
  const components = await loadComponents(functionsFolder)
  const backend = await createLocalBackend({
    modules: { ...modules, [path]: async () => ({ charge }) },
    components,
  })
  onTestFinished(() => backend.close())
  return backend
}

test('the snippets of the landing page run as they are written, and are those of the guides', async () => {
  const { page } = await example.open()
  const [onPage = '', onServer = ''] = await page.locator('pre').allTextContents()
  expect(read('docs/guides/payments.md')).toContain(`\`\`\`ts\n${onPage}\n\`\`\``)
  expect(read('docs/server.md')).toContain(`\`\`\`ts\n${onServer}\n\`\`\``)

  const charges: unknown[][] = []
  const chargeCard = (...charge: unknown[]) => {
    charges.push(charge)
    return { transactionId: 'transaction-1' }
  }
  const backend = await startBackend(run(onServer, { action, calls, v, chargeCard }))
  // The first answer is lost, so that the page has to ask.
  backend.faults.on(({ type }, direction) => direction === 'out' && type === 'ActionResponse', 'kill', {
    times: 1,
  })
  const clients: ConvexClient[] = []
  class Client extends ConvexClient {
    constructor(url: string) {
      expect(url).toBe('https://happy-otter-123.convex.cloud')
      super(backend.url, { logger: false })
      clients.push(this)
    }
  }
  const said: string[] = []
  const console = { log: (text: string) => said.push(text) }
  run(onPage, { createActionStore, recover, ConvexClient: Client, api, console })
  await expect.poll(() => said.at(-1)).toBe('Paid: transaction-1')
  expect(said).toEqual([
    'Waiting for a connection…',
    'Paying…',
    'The connection was lost. Checking what happened…',
    'Paid: transaction-1',
  ])
  expect(charges).toEqual([[4200, 'tok_visa', expect.any(String)]])
  await Promise.all(clients.map((client) => client.close()))
})

test('the landing page says how large the core is, and what `delivery` means, as the README does', async () => {
  const { page } = await example.open()
  const [, actions, recovering] = sizes
  expect((await page.locator('#size').textContent())?.replaceAll(/\s+/g, ' ')).toContain(
    `at most ${actions.limit}, minified and gzipped, and ${recovering.limit} with recovery`,
  )
  const told = await page
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => cell.textContent?.replaceAll(/\s+/g, ' ').trim())),
    )
  const readme = [...read('README.md').matchAll(/^\| `(not-sent|responded|unknown)` +\| (.*?) +\|$/gm)]
  const plain = (text = '') => text.replaceAll(/\[`(\w+)`\]\(.*?\)/g, '$1')
  expect(told).toEqual(readme.map(([, name, meaning]) => [name, plain(meaning)]))
  expect(told).toHaveLength(3)
})
