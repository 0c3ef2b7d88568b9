import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { flaws } from '@convex-action/conformance'
import { expect, test } from 'vitest'

const at = new URL('../../../docs/guides/write-an-adapter.md', import.meta.url)
const guide = readFileSync(at, 'utf8')
const read = (path: string) => readFileSync(new URL(path, at), 'utf8')
const pieces = [...guide.matchAll(/\]\(([^)\s]+)\):\n\n```ts\n(.*?)```/gs)]
const links = [...guide.matchAll(/\]\((\.\.\/[^)\s]+)\)/g)].map(([, path = '']) => path)

test.each(pieces.map(([, path = '', code]) => ({ path, code })))(
  'the guide to adapters shows what runs as $path',
  ({ path, code }) => {
    expect(code).toBe(read(path))
  },
)

test('the guide to adapters shows the whole adapter and its test, and no other code', () => {
  expect(pieces.map(([, path]) => path?.split('/').at(-1))).toEqual(['index.ts', 'conformance.test.ts'])
  expect(guide.split('```')).toHaveLength(2 * pieces.length + 1)
})

test('an adapter takes at most 60 lines of code, and the guide says how many', () => {
  const code = read('../../examples/solid-adapter/src/index.ts')
    .split('\n')
    .filter((line) => line.trim() && !/^\s*(\/\/|\/\*\*|\*)/.test(line))
  expect(code.length).toBeLessThanOrEqual(60)
  expect(guide).toContain(`one file with ${code.length} lines of code`)
})

test('the guide to adapters leads to all cases of the suite, names each flaw, and has no dead link', () => {
  const cases = readdirSync(new URL('../../packages/conformance/src/cases/', at))
  const told = cases.filter((file) => links.includes(`../../packages/conformance/src/cases/${file}`))
  expect(told).toEqual(cases.filter((file) => file !== 'case.ts' && file !== 'index.ts'))
  for (const flaw of Object.keys(flaws)) expect(guide).toContain(`- **${flaw}**: `)
  expect(links.filter((path) => !existsSync(new URL(path, at)))).toEqual([])
})
