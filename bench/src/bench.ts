// `npm run bench` checks parity, then measures. It prints tables and writes all figures to results.json.
import { writeFileSync } from 'node:fs'
import { readBenchOptions } from '../options.mjs'
import type { Contender } from './contender.js'
import { contenderOf, contenders as modules } from './contenders/index.js'
import { measures } from './measures/index.js'
import { isPlain } from './measures/measure.js'
import { checkParity } from './parity.js'
import { files } from './performance-document.js'
import { countRenders } from './renders.js'
import { installedVersions, type Results, thisMachine } from './results.js'
import { runRounds } from './rounds.js'
import { measureSizes } from './sizes.js'
import { tablesOf } from './tables.js'

const { isQuick, rounds, only } = readBenchOptions(process.argv.slice(2))

try {
  const chosen = measures.filter(({ name }) => name.includes(only))
  if (!chosen.length) throw new Error(`No measure has "${only}" in its name.`)
  console.log('Checking that all contenders do the same…')
  const contenders = await checkAll()
  // Slow measures come first, since they can fail.
  const renders = only ? [] : await countRenders()
  const sizes = only ? [] : await measureSizes()
  const results: Results = {
    machine: thisMachine(),
    versions: installedVersions(),
    rounds,
    isQuick,
    contenders: contenders.filter(isPlain).map(({ name }) => name),
    measures: await runRounds(chosen, contenders, rounds, { isQuick }),
    renders,
    sizes,
  }
  writeFileSync(files.results, `${JSON.stringify(results, null, 1)}\n`)
  console.log(`\n${tablesOf(results)}\nEvery figure is in bench/results.json.`)
} catch (error) {
  const isSaid = error instanceof Error && !error.cause
  console.error(isSaid ? error.message : error)
  process.exitCode = 1
}
// A contender may have left timers behind.
process.exit()

async function checkAll(): Promise<Contender[]> {
  const all: Contender[] = []
  for (const name of Object.keys(modules)) {
    const contender = await contenderOf(name)
    await checkParity(contender)
    all.push(contender)
  }
  return all
}
