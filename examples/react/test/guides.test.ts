import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const files = readdirSync(new URL('guides', import.meta.url))
  .filter((name) => !name.includes('.test.'))
  .map((name) => read(`guides/${name}`))
const guides = ['react-native', 'forms', 'errors']

// Those files are type-checked here, and what they do is tested beside them.
test('every component of React in the guides is a file here', () => {
  const pieces = guides.flatMap((name) => [
    ...read(`../../../docs/guides/${name}.md`).matchAll(/```tsx\n(.*?)```/gs),
  ])
  expect(pieces.map(([, code]) => code).sort()).toEqual(files.toSorted())
})
