import { clearTimeout, setTimeout } from 'node:timers'

/** Timers that end together, so that a closed server leaves none behind. */
export class Timers {
  readonly #running = new Set<NodeJS.Timeout>()

  /** Calls back after so many milliseconds, unless cleared before. */
  after(milliseconds: number, callback: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#running.delete(timer)
      callback()
    }, milliseconds)
    this.#running.add(timer)
    return timer
  }

  /** Ends every timer without calling back. */
  clear(): void {
    for (const timer of this.#running) clearTimeout(timer)
    this.#running.clear()
  }
}
