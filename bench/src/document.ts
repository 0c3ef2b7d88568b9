// Publishes the results of the last run in docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { documentWith, files } from './performance-document.js'
import type { Results } from './results.js'

const results: Results = JSON.parse(readFileSync(files.results, 'utf8'))
if (results.isQuick || !results.sizes.length)
  throw new Error(
    'bench/results.json is of a short or partial run: run `npm run bench` without options first.',
  )
writeFileSync(files.measured, `${JSON.stringify(results, null, 1)}\n`)
writeFileSync(files.document, documentWith(results, readFileSync(files.document, 'utf8')))
