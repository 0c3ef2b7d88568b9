import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { component, componentApi, modules } from '../scripts/generated.js'
import { modules as testModules } from '../src/test.js'

const imports = (code: string) => [...code.matchAll(/from ["']([^"']+)["']/g)].map(([, name]) => String(name))

test('the types that an app sees match the functions: `pnpm generate` has been run', async () => {
  expect(readFileSync(`${component}/_generated/component.ts`, 'utf8')).toBe(await componentApi())
})

test('every module of the component is in its generated api, and is registered with convex-test', () => {
  const api = readFileSync(`${component}/_generated/api.ts`, 'utf8')
  expect(modules.filter((name) => !api.includes(`${name}: typeof ${name};`))).toEqual([])
  expect(Object.keys(testModules)).toEqual(['./_generated/api.js', ...modules.map((name) => `./${name}.js`)])
})

test('the published folder of the component contains its modules and nothing else, because Convex deploys all of it', () => {
  const dist = new URL('../dist/component', import.meta.url)
  const published = readdirSync(dist).filter((name) => name.endsWith('.js'))
  expect(published.sort()).toEqual(
    ['convex.config.js', ...[...modules, 'schema'].map((name) => `${name}.js`)].sort(),
  )
})

test('the published code loads convex and nothing else', () => {
  const dist = new URL('../dist/', import.meta.url)
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  )
  const foreign = files
    .flatMap((name) => imports(readFileSync(new URL(name, dist), 'utf8')))
    .filter((name) => !name.startsWith('.'))
  expect(new Set(foreign)).toEqual(new Set(['convex/server', 'convex/values']))
})
