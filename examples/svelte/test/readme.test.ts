import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

// Readme.svelte is type-checked with the app.
test('the component in packages/svelte/README.md is the one that is type-checked here', () => {
  const shown = [...read('../../../packages/svelte/README.md').matchAll(/```svelte\n(.*?)```/gs)]
  expect(shown.map(([, code]) => code)).toContain(read('./Readme.svelte'))
})
