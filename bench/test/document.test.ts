import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { documentWith, files } from '../src/performance-document.js'
import type { Results } from '../src/results.js'
import { tablesOf } from '../src/tables.js'

const document = readFileSync(files.document, 'utf8')
const measured: Results = JSON.parse(readFileSync(files.measured, 'utf8'))

test('the tables of docs/performance.md match the checked-in figures', () => {
  expect(document).toBe(documentWith(measured, document))
})

const results = (figures: Results['measures'][number]['figures']): Results => ({
  ...measured,
  contenders: Object.keys(figures),
  measures: [{ name: 'execute', unit: 'ns', figures }],
})

test('a figure is the median of the rounds, with half the distance from lowest to highest', () => {
  expect(tablesOf(results({ 'convex-action': [1000, 5000, 1200] }))).toMatch(
    /\| execute, ns \| +1,200 ±2,000 \|/,
  )
  expect(tablesOf(results({ 'convex-action': [0.001, 0.002] }))).toMatch(/\| execute, ns \| +0 ±0 \|/)
})

test('a ratio is computed per round, so that a slow round does not change it', () => {
  const table = tablesOf(results({ 'convex-action': [100, 1000, 300], 'query-core': [200, 2000, 600] }))
  expect(table).toMatch(/\| +– \| +0\.5 ±0 \|/)
})
