import { Bench } from 'tinybench'
import type { Settings } from './measure.js'

/** The time that this process has spent computing, in ms. Unlike the clock, it does not run while other programs do. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

interface Work<Prepared> {
  /** The number of items in one call of `run`. */
  items: number
  /** Creates what `run` needs. Not measured. */
  prepare(): Prepared
  run(prepared: Prepared): unknown
  /** Throws if the work was not done. Not measured. */
  check?(prepared: Prepared): void
  /** Whether one run may take seconds and is enough. Such a measure must run something smaller first. */
  isLong?: boolean
}

/** The cost of one item in ns: the median over as many runs as fit the time. */
export async function costOf<Prepared>(
  { items, prepare, run, check, isLong }: Work<Prepared>,
  { isQuick }: Settings,
): Promise<number> {
  const bench = new Bench({
    now: cpuTime,
    time: isQuick ? 50 : 300,
    iterations: isQuick || isLong ? 1 : 3,
    warmup: !isLong,
    warmupTime: isQuick ? 20 : 150,
    warmupIterations: 1,
    throws: true,
  })
  bench.add('work', async () => {
    const prepared = prepare()
    const start = cpuTime()
    await run(prepared)
    const spent = cpuTime() - start
    check?.(prepared)
    return { overriddenDuration: spent / items, overriddenIterationCost: spent }
  })
  const [task] = await bench.run()
  if (task?.result.state !== 'completed') throw new Error('The measure did not come to its end.')
  return task.result.latency.p50 * 1e6
}
