import { clearTimeout, setTimeout } from 'node:timers'

/** The longest time that a system timer accepts, in milliseconds. */
const longest = 2 ** 31 - 1

/** A group of timers, so that a closed server leaves none behind. */
export class Timers {
  readonly #running = new Set<NodeJS.Timeout>()

  /** Calls back after this many milliseconds, unless it is cleared before. */
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

  /** Clears all timers. */
  clear(): void {
    for (const timer of this.#running) clearTimeout(timer)
    this.#running.clear()
  }
}
