import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../dist/${path}`, import.meta.url), 'utf8')
/** What a file loads from outside the package, including through chunks that it shares with another entry. */
const imports = (file: string): Set<string> => {
  const names = [...read(file).matchAll(/(?:from |require\(|import\(|import )["']([^"']+)["']/g)]
  return new Set(
    names.flatMap(([, name = '']) => (name.startsWith('.') ? [...imports(name.slice(2))] : name)),
  )
}

for (const file of ['index.js', 'index.cjs']) {
  test(`the main entry (${file}) loads helpers of convex, and neither XState nor anything else`, () => {
    expect(imports(file)).toEqual(new Set(['convex/server', 'convex/values']))
  })
}

for (const file of ['recovery.js', 'recovery.cjs']) {
  test(`recovery is an entry of its own (${file}), which loads helpers of convex`, () => {
    expect(imports(file)).toEqual(new Set(['convex/values']))
  })
}

for (const file of ['machine.js', 'machine.cjs']) {
  test(`the machine is an entry of its own (${file}), which loads XState`, () => {
    expect(imports(file)).toEqual(new Set(['convex/server', 'convex/values', 'xstate']))
  })
}
