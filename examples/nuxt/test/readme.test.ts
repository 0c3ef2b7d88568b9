import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

// They are type-checked with the app.
const files = [
  'nuxt.config.ts',
  'component.vue',
  'api.client.ts',
  'app.vue',
  'sign-in.client.ts',
  'own-client.client.ts',
  'convex-nuxt.client.ts',
]

test('every piece of code in the README of the Nuxt module is a file that is type-checked here', () => {
  const blocks = [...read('../../../packages/nuxt/README.md').matchAll(/```(?:ts|vue)\n(.*?)```/gs)]
  expect(blocks.map(([, code]) => code)).toEqual(files.map((file) => read(`readme/${file}`)))
})
