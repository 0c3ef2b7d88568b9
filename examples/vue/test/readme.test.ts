import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

// Readme.vue is type-checked with the app.
for (const path of ['../../../README.md', '../../../packages/vue/README.md']) {
  test(`the component in ${path.replaceAll('../', '')} is the one that is type-checked here`, () => {
    expect(/```vue\n(.*?)```/s.exec(read(path))?.[1]).toBe(read('./Readme.vue'))
  })
}
