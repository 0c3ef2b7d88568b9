import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

// Readme.vue is type-checked with the app.
for (const path of ['../../../README.md', '../../../packages/vue/README.md']) {
  test(`the component in ${path.replaceAll('../', '')} is the one that is type-checked here`, () => {
    expect(/```vue\n(.*?)```/s.exec(read(path))?.[1]).toBe(read('./Readme.vue'))
  })
}

const guide = read('../../../docs/guides/call-ids.md')
const withoutIndent = (text: string) => text.trim().replace(/^ +/gm, '')
const excerpts = [...guide.matchAll(/\]\(([^)\s]+)\):\n\n```ts\n(.*?)```/gs)]

test.each(excerpts.map(([, path = '', code = '']) => ({ path, code })))(
  'the guide to call ids shows what is in $path',
  ({ path, code }) => {
    expect(withoutIndent(read(`../../../docs/guides/${path}`))).toContain(withoutIndent(code))
  },
)

test('every piece of code in the guide to call ids names its file', () => {
  expect(excerpts).toHaveLength(guide.split('```ts').length - 1)
})
