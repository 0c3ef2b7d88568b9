import { guard } from './report.js'

/**
 * The maximum number of rounds in a row in which user code may start more. Beyond that it counts as an endless loop.
 */
const mostRounds = 100

/**
 * Runs steps one after the other, never one inside another. After each batch of steps comes one round of user code:
 * publication and callbacks. What user code starts meanwhile runs in the next batch.
 */
export class Steps {
  /** Whether a step or a round is running. */
  isRunning = false
  /** Whether a step is running. No user code runs in a step. */
  isStepping = false
  #waiting: (() => void)[] | undefined
  #rounds = 0
  #isCounted = false
  readonly #after: { round(): void }

  /** @param after Its `round` runs after each batch of steps. */
  constructor(after: { round(): void }) {
    this.#after = after
  }

  /** Whether user code has started steps that wait for it to return. */
  get isDue(): boolean {
    return !!this.#waiting
  }

  /** Runs `step` after the steps that wait. */
  run(step: () => void): void {
    if (!this.isRunning) this.#drain(step)
    else if (this.#waiting) this.#waiting.push(step)
    else this.#waiting = [step]
  }

  /** Runs user code like a round: steps that it starts wait until it has returned. */
  hold<Result>(userCode: () => Result): Result {
    const wasRunning = this.isRunning
    this.isRunning = true
    const result = userCode()
    if (!wasRunning) this.#drain()
    return result
  }

  /** Called when user code starts more. Returns whether this happened in too many rounds in a row. */
  isEndless(): boolean {
    if (!this.#isCounted) this.#rounds++
    this.#isCounted = true
    return this.isRunning && this.#rounds > mostRounds
  }

  #drain(first?: () => void): void {
    this.isRunning = true
    this.#rounds = 0
    try {
      for (let step = first; step || this.#waiting; step = undefined) {
        this.isStepping = true
        if (step) guard(step)
        // This includes steps that a step adds.
        if (this.#waiting) for (const next of this.#waiting) guard(next)
        this.#waiting = undefined
        this.isStepping = this.#isCounted = false
        this.#after.round()
      }
    } finally {
      this.isRunning = this.isStepping = false
    }
  }
}
