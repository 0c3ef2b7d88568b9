import { fileURLToPath } from 'node:url'
import {
  type ApiFromModules,
  anyApi,
  type FilterApi,
  type FunctionReference,
  makeFunctionReference,
} from 'convex/server'
import { expect, test } from 'vitest'
import { createTestIssuer, type LocalBackendOptions, loadComponents, loadModules } from '../src/index.js'
import type * as app from './convex-with-components/app.js'
import { connect, startBackend, watch } from './setup.js'

// biome-ignore lint/suspicious/noExplicitAny: the form of convex's own generated code
type Public = FunctionReference<any, 'public'>
const api = anyApi as unknown as FilterApi<ApiFromModules<{ app: typeof app }>, Public>

const folder = fileURLToPath(new URL('convex-with-components', import.meta.url))
const modules = await loadModules(folder)

const start = async (options: Partial<LocalBackendOptions> = {}) =>
  startBackend({ modules, components: await loadComponents(folder), ...options })

test('the components of convex.config.ts are found, under their names, and those that they use', async () => {
  const components = await loadComponents(folder)
  expect(components.map(({ path }) => path)).toEqual(['tally', 'tally/journal', 'other', 'other/journal'])
  const files = components.slice(0, 2).map(({ modules }) => Object.keys(modules).sort())
  expect(files).toEqual([['./lib.ts', './schema.ts'], ['./lines.ts']])
  expect(Object.keys(modules)).toEqual(['./app.ts'])
})

test('a folder without convex.config.ts uses none', async () => {
  expect(await loadComponents(fileURLToPath(new URL('convex', import.meta.url)))).toEqual([])
})

test('a live query over a component’s table is brought up to date, also when an action wrote', async () => {
  const backend = await start()
  const [writer, reader] = [connect(backend), connect(backend)]
  const tally = watch<number>((on) => reader.onUpdate(api.app.read, { name: 'a' }, on))
  expect(await tally.until(() => true)).toBe(0)
  expect(await writer.mutation(api.app.add, { name: 'a' })).toBe(1)
  await tally.until((value) => value === 1)
  expect(await writer.action(api.app.addInAction, { name: 'a' })).toBe(2)
  expect(await tally.until((value) => value === 2)).toBe(2)
  expect(backend.runs('components/tally/lib:add')).toBe(2)
})

test('a component that is used twice has separate tables', async () => {
  const client = connect(await start())
  await client.mutation(api.app.add, { name: 'a' })
  expect(await client.query(api.app.read, { name: 'a' })).toBe(1)
  expect(await client.query(api.app.readOther, { name: 'a' })).toBe(0)
})

test('a component’s writes are rolled back when the mutation fails', async () => {
  const client = connect(await start())
  await expect(client.mutation(api.app.addThenThrow, { name: 'a' })).rejects.toThrow()
  expect(await client.query(api.app.read, { name: 'a' })).toBe(0)
})

test('a component’s scheduled function runs when it is due, and live queries see it', async () => {
  const client = connect(await start())
  const tally = watch<number>((on) => client.onUpdate(api.app.read, { name: 'a' }, on))
  await client.mutation(api.app.addLater, { name: 'a', afterMs: 1_500 })
  expect(await client.query(api.app.read, { name: 'a' })).toBe(0)
  expect(await tally.until((value) => value === 1)).toBe(1)
})

test('a component uses one of its own, and a test reads its tables', async () => {
  const backend = await start()
  await connect(backend).mutation(api.app.addAndWrite, { name: 'a' })
  const lines = await backend.inComponent('tally/journal', (ctx) => ctx.db.query('lines').collect())
  expect(lines).toMatchObject([{ text: 'a' }])
})

test('a page that may cause faults can read a component’s table', async () => {
  const backend = await start({ control: true })
  await connect(backend).mutation(api.app.addAndWrite, { name: 'a' })
  const read = (component: string) =>
    fetch(`${backend.url}/_local/rows?component=${encodeURIComponent(component)}&table=lines`)
  expect(await (await read('tally/journal')).json()).toMatchObject({ rows: [{ text: 'a' }] })
  const missing = await read('nowhere')
  expect(missing.status).toBe(400)
  expect((await missing.json()).error).toContain(
    'The table "lines" of the component "nowhere" cannot be read',
  )
})

test('twenty actions that write into a component at the same time lose nothing', async () => {
  const client = connect(await start())
  const added = await Promise.all(
    Array.from({ length: 20 }, () => client.action(api.app.addInAction, { name: 'a' })),
  )
  expect(added.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
})

test('no client reaches a function of a component', async () => {
  const client = connect(await start({ mode: 'development' }))
  for (const name of ['lib:add', 'tally/lib:add', 'components/tally/lib:add']) {
    const call = client.mutation(makeFunctionReference<'mutation'>(name), { name: 'a' })
    await expect(call).rejects.toThrow(`Could not find public function for '${name}'`)
  }
})

test('a component does not know who the user is', async () => {
  const issuer = await createTestIssuer()
  const client = connect(await start({ auth: issuer }))
  client.setAuth(() => issuer.token('ada', { expiresIn: 3600 }))
  expect(await client.query(api.app.whoAmI, {})).toEqual(['ada', null])
})

test('arguments are checked on the way into a component', async () => {
  const client = connect(await start({ mode: 'development' }))
  await expect(client.mutation(api.app.addWrong, {})).rejects.toThrow('ArgumentValidationError')
})

test('an imported component that cannot be found is named in the error', async () => {
  const missing = fileURLToPath(new URL('convex-with-missing-component', import.meta.url))
  await expect(loadComponents(missing)).rejects.toThrow(
    'There is no component at "./nowhere/convex.config.js"',
  )
})
