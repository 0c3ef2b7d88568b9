import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const reference = read('../../../docs/reference.md')

/** The names in the first column of a section's table, or the numbers of its list. */
function rowsOf(section: string): string[] {
  const text = reference.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? ''
  return [...text.matchAll(/^(?:\| `([^`]+)` +\||(\d+)\. )/gm)].map(
    ([, name, number]) => name ?? number ?? '',
  )
}

const titles = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) =>
    [...read(name).matchAll(/(?:test|describe)\(\s*(['"`])(.*?)\1,/g)].map(([, , title]) => title ?? ''),
  )

const rows = {
  field: rowsOf('Fields'),
  option: rowsOf('Options'),
  kind: rowsOf('Errors'),
  guarantee: rowsOf('Guarantees'),
  'of a mutation:': rowsOf('Mutations'),
  'of a provider:': rowsOf('Providers'),
}

describe('the reference', () => {
  test('has all its tables', () => {
    expect(Object.values(rows).map(({ length }) => length)).toEqual([17, 16, 13, 13, 4, 8])
  })

  for (const [what, names] of Object.entries(rows)) {
    for (const name of names) {
      test(`is kept: a test names ${what} ${name}`, () => {
        expect(titles.some((title) => new RegExp(`\\b${what} ${name}(?![\\w-])`).test(title))).toBe(true)
      })
    }
  }
})
