import type { Bar, Stretch } from './bars.js'
import { lengthOf } from './length.js'
import { partsOf } from './periods.js'

const titled = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** What an execution does now, or how it ended, in a sentence. */
export function sentenceOf(bar: Bar, now: number): string {
  const { end, error, attempt, stretches } = bar
  if (end === undefined) {
    const { state, from } = stretches.at(-1) as Stretch
    return `${titled(state)} for ${lengthOf(Math.max(now - from, 0))}, in try ${attempt}.`
  }
  const how = error ? `: ${error.kind}, delivery ${error.delivery}` : ''
  return `${titled(bar.path[0] ?? '')} after ${lengthOf(end - stretches[0].from)}, in try ${attempt}${how}.`
}

/** What an execution went through, one state after the other. */
export function historyOf(bar: Bar, now: number): string {
  const states = partsOf(bar, now).map(({ state, attempt, length }, index, all) => {
    const isAgain = attempt > 1 && all[index - 1]?.attempt !== attempt
    return `${isAgain ? `try ${attempt}: ` : ''}${state} ${lengthOf(length)}`
  })
  return [...states, ...(bar.end === undefined ? [] : [bar.path[0]])].join(', ')
}

/** How an execution ended, in a sign. */
export const signs: Record<string, string> = { success: '✓', error: '✕' }
