import { readdirSync, readFileSync } from 'node:fs'
import type { ConvexClient } from 'convex/browser'
import { makeFunctionReference } from 'convex/server'
import { expect, test } from 'vitest'
import { seed } from '../index.js'
import { functions } from './modules.js'
import { startExample } from './setup.js'

const tests = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
  .join()
const isCalled = (path: string) => new RegExp(`\\bapi\\.${path.replace(':', '\\.')}\\b`).test(tests)

test('every function declares its arguments and its result', () => {
  expect(functions.length).toBeGreaterThan(0)
  const vague = functions.filter(({ hasArgs, hasReturns }) => !hasArgs || !hasReturns)
  expect(vague.map(({ path }) => path)).toEqual([])
})

test('every public function is called by a test', () => {
  const untested = functions.filter(({ path, isPublic }) => isPublic && !isCalled(path))
  expect(untested.map(({ path }) => path)).toEqual([])
})

test('no client can call an internal function', async () => {
  const { backend, client } = await startExample({}, { mode: 'development' })
  const internals = functions.filter(({ isPublic }) => !isPublic)
  expect(internals.length).toBeGreaterThan(0)
  for (const { path, kind } of internals) {
    const before = backend.runs(path)
    // The three methods take the same arguments.
    const call = client[kind].bind(client) as ConvexClient['action']
    await expect(call(makeFunctionReference<'action'>(path), {})).rejects.toThrow(
      `Could not find public function for '${path}'`,
    )
    expect(backend.runs(path)).toBe(before)
  }
})

test('the example’s initial data is written once', async () => {
  const { backend } = await startExample()
  const count = () =>
    backend.query(async (ctx) => {
      const tables = ['users', 'orders', 'documents'] as const
      return Promise.all(tables.map(async (table) => (await ctx.db.query(table).collect()).length))
    })
  expect(await count()).toEqual([3, 3, 6])
  await seed(backend)
  expect(await count()).toEqual([3, 3, 6])
})
