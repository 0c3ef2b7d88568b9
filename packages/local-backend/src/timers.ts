import { clearTimeout, setTimeout } from 'node:timers'

/** The longest that a timer of the system can wait, in milliseconds. */
const longest = 2 ** 31 - 1

/** Timers that end together, so that a closed server leaves none behind. */
export class Timers {
  readonly #running = new Set<NodeJS.Timeout>()

  /** Calls back after so many milliseconds, unless cleared before. */
  after(milliseconds: number, callback: () => void): NodeJS.Timeout {
    const rest = milliseconds - longest
    const timer = setTimeout(
      () => {
        this.#running.delete(timer)
        if (rest > 0) this.after(rest, callback)
        else callback()
      },
      Math.min(milliseconds, longest),
    )
    this.#running.add(timer)
    return timer
  }

  /** Ends every timer without calling back. */
  clear(): void {
    for (const timer of this.#running) clearTimeout(timer)
    this.#running.clear()
  }
}
