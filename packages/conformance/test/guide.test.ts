import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const at = new URL('../../../docs/guides/testing.md', import.meta.url)
const guide = readFileSync(at, 'utf8')
const pieces = [...guide.matchAll(/\]\(([^)\s]+)\):\n\n```tsx?\n(.*?)```/gs)]

test.each(pieces.map(([, path = '', code]) => ({ path, code })))(
  'the guide to testing shows what runs as $path',
  ({ path, code }) => {
    expect(code).toBe(readFileSync(new URL(path, at), 'utf8'))
  },
)

test('the guide to testing has one example for each framework, and no other code', () => {
  const examples = new URL('../../../examples/', import.meta.url)
  const tested = readdirSync(examples).filter((name) =>
    ['ts', 'tsx'].some((ending) => existsSync(new URL(`${name}/test/SendEmail.test.${ending}`, examples))),
  )
  expect(pieces.map(([, path]) => path?.split('/')[3]).sort()).toEqual(tested)
  expect(guide.split('```')).toHaveLength(2 * pieces.length + 1)
})
