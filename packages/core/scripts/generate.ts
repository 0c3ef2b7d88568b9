import { readFileSync, writeFileSync } from 'node:fs'
import { chart, insertChart, pagesWithChart, table } from './generated.js'

const tablePath = new URL('../src/transitions.generated.ts', import.meta.url)

writeFileSync(tablePath, table())
for (const path of pagesWithChart) {
  const page = new URL(`../../../${path}`, import.meta.url)
  writeFileSync(page, insertChart(readFileSync(page, 'utf8'), chart()))
}
