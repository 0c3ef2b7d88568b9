import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadComponents } from '@convex-action/local-backend'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { modules } from '../scripts/generated.js'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const readme = readFileSync(at('../README.md'), 'utf8')
/** The files of the README, by the name in their first line. */
const files = [...readme.matchAll(/```ts\n\/\/ (convex\/\S+)\n(.*?)```/gs)].map(
  ([, name = '', code = '']) => ({ name, code }),
)

// What Convex generates for such an app, as far as it is used here.
const generated = {
  'convex/_generated/api.ts': `import { componentsGeneric } from 'convex/server'
export const components = componentsGeneric() as unknown as {
  calls: import('@convex-action/server/_generated/component.js').ComponentApi<'calls'>
}`,
  'convex/_generated/server.ts': `export { actionGeneric as action } from 'convex/server'`,
  'convex/chargeCard.d.ts': `declare function chargeCard(amount: number, token: string, key: string): Promise<{ transactionId: string }>`,
}

let app: string

beforeAll(() => {
  app = mkdtempSync(join(tmpdir(), 'app-'))
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(app, name)), { recursive: true })
    writeFileSync(join(app, name), text)
  }
  for (const { name, code } of files) write(name, code)
  for (const [name, text] of Object.entries(generated)) write(name, text)
  mkdirSync(join(app, 'node_modules/@convex-action'), { recursive: true })
  symlinkSync(at('..'), join(app, 'node_modules/@convex-action/server'))
  symlinkSync(at('../node_modules/convex'), join(app, 'node_modules/convex'))
})

afterAll(() => rmSync(app, { recursive: true }))

function complaints(options: object): string {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: [],
    lib: ['ES2023', 'DOM'],
    ...options,
  }
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['convex'] }))
  const compiler = at('../../../node_modules/@typescript/native/bin/tsc')
  return spawnSync(process.execPath, [compiler, '-p', app, '--pretty', 'false'], { encoding: 'utf8' }).stdout
}

test('the three files of the README are an app that compiles', { timeout: 30_000 }, () => {
  expect(files.map(({ name }) => name)).toEqual([
    'convex/convex.config.ts',
    'convex/calls.ts',
    'convex/payments.ts',
  ])
  const options = { target: 'ESNext', module: 'ESNext', moduleResolution: 'Bundler' }
  expect(complaints(options)).toBe('')
  writeFileSync(
    join(app, 'convex/wrong.ts'),
    `import { calls } from './calls'\ncalls.once({ args: {}, handler: 1 })`,
  )
  expect(complaints(options)).toContain('convex/wrong.ts')
  rmSync(join(app, 'convex/wrong.ts'))
})

test('the component of the README’s app is found under its name', async () => {
  const [calls, ...others] = await loadComponents(join(app, 'convex'))
  expect(calls?.path).toBe('calls')
  expect(Object.keys(calls?.modules ?? {}).sort()).toEqual(
    [...modules, 'schema'].map((name) => `./${name}.js`).sort(),
  )
  expect(others).toEqual([])
})

test('the first step of docs/server.md matches the example, and the second matches the README', () => {
  const [config, calls] = [
    ...readFileSync(at('../../../docs/server.md'), 'utf8').matchAll(/```ts\n(.*?)```/gs),
  ]
  expect(config?.[1]).toBe(readFileSync(at('../../../examples/backend/convex/convex.config.ts'), 'utf8'))
  const statements = (code = '') => code.replaceAll(/ *\/\/.*$/gm, '').trim()
  expect(statements(calls?.[1])).toBe(statements(files.find(({ name }) => name === 'convex/calls.ts')?.code))
})
