import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../dist/${path}`, import.meta.url), 'utf8')
const imports = (code: string) =>
  new Set([...code.matchAll(/(?:from |require\(|import\()["']([^"']+)["']/g)].map(([, name]) => name))

for (const file of ['index.js', 'index.cjs']) {
  test(`the main entry (${file}) loads helpers of convex, and neither XState nor anything else`, () => {
    expect(imports(read(file))).toEqual(new Set(['convex/server', 'convex/values']))
  })
}

for (const file of ['machine.js', 'machine.cjs']) {
  test(`the machine is an entry of its own (${file}), which loads XState`, () => {
    expect(imports(read(file))).toEqual(new Set(['xstate']))
  })
}
