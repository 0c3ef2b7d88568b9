import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')
const withoutSpace = (text: string) => text.replace(/\s+/g, '')

test.each(['SendEmail', 'GenerateReport', 'GenerateImage', 'ProcessFile', 'Checkout'])(
  '%s is the text of the documentation',
  async (name) => {
    const source = await read(`../src/reference/${name}.vue`)
    expect(withoutSpace(source)).toBe(withoutSpace(await read(`reference/${name}.txt`)))
  },
)

test('the script of Purchase is the text of the documentation, which has no template for it', async () => {
  const [script] = (await read('../src/reference/Purchase.vue')).split('<template>')
  expect(withoutSpace(script ?? '')).toBe(withoutSpace(await read('reference/Purchase.txt')))
})
