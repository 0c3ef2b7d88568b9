import { guard } from './report.js'

/** In how many rounds in a row user code may ask for more. Beyond that it is taken for a loop without an end. */
const mostRounds = 100

/**
 * Runs steps to completion: one after the other, never one inside another. Each lot of steps is followed by one round of
 * user code (publication, callbacks). What user code asks for meanwhile waits for the next lot.
 */
export class Steps {
  /** Whether a step or a round is under way. */
  isRunning = false
  /** Whether a step is under way. No user code runs in one. */
  isStepping = false
  #waiting: (() => void)[] | undefined
  #rounds = 0
  #isCounted = false
  readonly #after: { round(): void }

  /** @param after Whose `round` follows each lot of steps. */
  constructor(after: { round(): void }) {
    this.#after = after
  }

  /** Runs `step` after those that wait. */
  run(step: () => void): void {
    if (!this.isRunning) this.#drain(step)
    else if (this.#waiting) this.#waiting.push(step)
    else this.#waiting = [step]
  }

  /** Runs user code as a round does: what it asks for waits until it has returned. */
  hold<Result>(userCode: () => Result): Result {
    const wasRunning = this.isRunning
    this.isRunning = true
    const result = userCode()
    if (!wasRunning) this.#drain()
    return result
  }

  /** To be asked when user code asks for more: whether it did so in too many rounds in a row. */
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
        // Those that a step adds come, too.
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
