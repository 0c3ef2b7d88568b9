import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const section = read('../../../docs/server.md').split('## What is promised')[1]?.split('\n## ')[0] ?? ''
const promises = [...section.matchAll(/^(\d+)\. /gm)].map(([, number]) => number)
const groups = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) => [...read(name).matchAll(/describe\('rule (\d+)/g)].map(([, number]) => number))

test('docs/server.md makes eight promises, and each has tests that name it', () => {
  expect(promises).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
  expect([...new Set(groups)].sort()).toEqual(promises)
})
