import { readFileSync, writeFileSync } from 'node:fs'
import { insertChart, pageWithChart, table } from './generated.js'

const tablePath = new URL('../src/transitions.generated.ts', import.meta.url)

writeFileSync(tablePath, table())
const page = new URL(`../../../${pageWithChart}`, import.meta.url)
writeFileSync(page, insertChart(readFileSync(page, 'utf8')))
