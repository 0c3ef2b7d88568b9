import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const at = (path: string) => new URL(path, import.meta.url)
const read = (path: string) => readFileSync(at(path), 'utf8')

// They are type-checked here.
const files = readdirSync(at('readme')).map((name) => read(`readme/${name}`))

test('every piece of code in packages/react/README.md is a file that is type-checked', () => {
  const pieces = [...read('../../../packages/react/README.md').matchAll(/```tsx?\n(.*?)```/gs)]
  expect(pieces.map(([, code]) => code).sort()).toEqual(files.toSorted())
})

test.each(['provider', 'use-convex-action', 'use-convex-mutation', 'use-in-flight', 'use-keyed-action'])(
  'the example in the docstring of %s.ts is part of one',
  (name) => {
    const source = read(`../../../packages/react/src/${name}.ts`).replaceAll(/^ \* ?/gm, '')
    const code = /```tsx\n(.*?)```/s.exec(source)?.[1] ?? source
    const withoutSpace = (text: string) => text.replaceAll(/\s/g, '')
    expect(files.filter((file) => withoutSpace(file).includes(withoutSpace(code)))).not.toEqual([])
  },
)
