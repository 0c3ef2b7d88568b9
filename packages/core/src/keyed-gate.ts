import type { Gate, Waiting } from './gate.js'

/** Lets a limited number of executions run at once. The others enter in order of arrival. */
export class LimitedGate implements Gate {
  readonly #limit: () => number
  readonly #outer: Gate | undefined
  readonly #inside = new Set<Waiting>()
  readonly #waiting = new Set<Waiting>()

  /**
   * @param limit Returns how many executions may run at once now.
   * @param outer A gate to pass first.
   */
  constructor(limit: () => number, outer: Gate | undefined) {
    this.#limit = limit
    this.#outer = outer
  }

  enter(execution: Waiting): boolean {
    if (this.#outer?.enter(execution) === false) return false
    if (this.#inside.has(execution)) return true
    const [first] = this.#waiting
    this.#waiting.add(execution)
    if (!this.#hasRoom() || (first && first !== execution)) return false
    this.#waiting.delete(execution)
    this.#inside.add(execution)
    // Executions behind it may have looked before it, and waited.
    this.#lookSoon()
    return true
  }

  leave(execution: Waiting): void {
    this.#outer?.leave(execution)
    this.#waiting.delete(execution)
    if (this.#inside.delete(execution)) this.#lookSoon()
  }

  lookAgain(): void {
    for (const execution of this.#waiting) {
      if (!this.#hasRoom()) return
      execution.lookAtConnection()
    }
  }

  /** Not at once: the store is in the middle of a step. */
  #lookSoon(): void {
    if (this.#waiting.size) queueMicrotask(() => this.lookAgain())
  }

  #hasRoom(): boolean {
    return this.#inside.size < this.#limit()
  }
}
