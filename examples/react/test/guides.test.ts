import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

// What the form does is tested in forms.test.tsx.
test('the form of React in the guide to forms is the one that is run here', () => {
  const shown = [...read('../../../docs/guides/forms.md').matchAll(/```tsx\n(.*?)```/gs)]
  expect(shown.map(([, code]) => code)).toEqual([read('guides/SendForm.tsx')])
})
