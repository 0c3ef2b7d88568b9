import type { Bar, Stretch } from './bars.js'

/** A frame of the screen, in milliseconds: nobody sees what took less. */
const frame = 16

/**
 * The stretches to draw, each with how long it took so far. Every execution is queued for a moment, so `queued` is drawn only
 * where it waited. `lost` lasts only for a moment, and is always drawn.
 */
export const partsOf = ({ stretches }: Bar, now: number): (Stretch & { length: number })[] =>
  stretches
    .map((stretch) => ({ ...stretch, length: Math.max((stretch.to ?? now) - stretch.from, 0) }))
    .filter(({ state, length, to }) => state !== 'queued' || length >= frame || to === undefined)

/** Executions that overlapped: each began before all of those before it had ended. */
export interface Period {
  from: number
  to: number
  /** The newest first. */
  bars: Bar[]
}

/** Groups bars, the newest first, by the periods in which something was pending. `now` is the end of what still is. */
export function periodsOf(bars: readonly Bar[], now: number): Period[] {
  const periods: Period[] = []
  for (const bar of bars.toReversed()) {
    const from = bar.stretches[0].from
    const to = bar.end ?? Math.max(now, from)
    const newest = periods[0]
    if (newest && from <= newest.to) {
      newest.bars.unshift(bar)
      newest.to = Math.max(newest.to, to)
    } else periods.unshift({ from, to, bars: [bar] })
  }
  return periods
}
