import type { Results } from './results.js'
import { tablesOf } from './tables.js'

/** The results of the last run, the published results, and the document that shows them. */
export const files = {
  results: new URL('../results.json', import.meta.url),
  measured: new URL('../measured.generated.json', import.meta.url),
  document: new URL('../../docs/performance.md', import.meta.url),
}

/** The document with the tables of these results. Throws if it has no place for them. */
export function documentWith(results: Results, document: string): string {
  const [before, start, , end] = document.split(/(<!-- bench:.*?-->)(.*)(?=<!-- \/bench -->)/s)
  if (!start || !end) throw new Error('docs/performance.md has no place for the tables.')
  return `${before}${start}\n\n${tablesOf(results)}\n${end}`
}
