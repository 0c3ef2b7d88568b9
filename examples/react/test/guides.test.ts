import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const at = (path: string) => new URL(path, import.meta.url)
const read = (path: string) => readFileSync(at(path), 'utf8')
const files = readdirSync(at('guides')).map((name) => read(`guides/${name}`))
const guides = ['react-native', 'forms', 'errors']

// They are type-checked here. What the form does is tested in forms.test.tsx.
test('every component of React in the guides is a file here', () => {
  const pieces = guides.flatMap((name) => [
    ...read(`../../../docs/guides/${name}.md`).matchAll(/```tsx\n(.*?)```/gs),
  ])
  expect(pieces.map(([, code]) => code).sort()).toEqual(files.toSorted())
})
