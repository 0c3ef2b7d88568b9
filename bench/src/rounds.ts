import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Contender } from './contender.js'
import type { Measure, Settings } from './measures/measure.js'
import type { Measured } from './results.js'

const child = fileURLToPath(new URL('child.js', import.meta.url))

/** The maximum time of a process, in milliseconds. Only a process that hangs takes this long. */
const longest = 10 * 60_000

/**
 * Takes each measure of each contender once per round, one at a time and each in a new process. Returns all figures.
 */
export async function runRounds(
  measures: Measure[],
  contenders: Contender[],
  rounds: number,
  settings: Settings,
): Promise<Measured[]> {
  const measured = measures.map(({ name, unit, scale }): Measured => ({ name, unit, scale, figures: {} }))
  for (let round = 0; round < rounds; round++) {
    console.log(`Round ${round + 1} of ${rounds}`)
    for (const [index, measure] of measures.entries()) {
      if (process.stdout.isTTY) console.log(`  ${measure.name}`)
      const { figures } = measured[index] as Measured
      const suited = contenders.filter(measure.suits)
      // Each round starts with another contender, so that none always follows the same one.
      const first = suited.length ? round % suited.length : 0
      for (const { name } of suited) figures[name] ??= []
      for (const { name } of [...suited.slice(first), ...suited.slice(0, first)])
        figures[name]?.push(await figureOf(measure, name, settings))
    }
  }
  return measured
}

async function figureOf({ name, unit }: Measure, contender: string, { isQuick }: Settings): Promise<number> {
  const args = [...(unit === 'bytes' ? ['--expose-gc'] : []), child, name, contender]
  const run = promisify(execFile)
  try {
    const { stdout } = await run(process.execPath, [...args, ...(isQuick ? ['--quick'] : [])], {
      timeout: longest,
      env: { ...process.env, NODE_ENV: 'production' },
    })
    const figure = Number.parseFloat(stdout)
    if (!Number.isFinite(figure)) throw new Error(`It printed "${stdout}", not a figure.`)
    return Number(figure.toPrecision(6))
  } catch (error) {
    throw new Error(`"${name}" of ${contender} failed.`, { cause: error })
  }
}
