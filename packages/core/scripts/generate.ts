import { readFileSync, writeFileSync } from 'node:fs'
import { chart, insertChart, table } from './generated.js'

const tablePath = new URL('../src/transitions.generated.ts', import.meta.url)
const readmePath = new URL('../../../README.md', import.meta.url)

writeFileSync(tablePath, table())
writeFileSync(readmePath, insertChart(readFileSync(readmePath, 'utf8'), chart()))
