import { readFileSync, writeFileSync } from 'node:fs'
import { chart, insertChart, table } from './generated.js'

const tablePath = new URL('../src/transitions.generated.ts', import.meta.url)
const pagePath = new URL('../../../docs/how-it-works.md', import.meta.url)

writeFileSync(tablePath, table())
writeFileSync(pagePath, insertChart(readFileSync(pagePath, 'utf8'), chart()))
