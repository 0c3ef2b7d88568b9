import type { Execution } from './execution.js'

/** The executions that have not settled, in the order of their start. */
export class Line extends Set<Execution> {
  /** The newest of those that wait for no turn, until it settles. */
  newest: Execution | undefined
  #head: Execution | undefined
  // A new iterator would pass by all that were deleted, each time. This one goes on where it was.
  readonly #turns = this.values()

  /** The one whose turn it is. */
  get first(): Execution | undefined {
    if (!this.#head || !this.has(this.#head)) this.#head = this.size ? this.#turns.next().value : undefined
    return this.#head
  }

  override delete(execution: Execution): boolean {
    if (this.newest === execution) this.newest = undefined
    return super.delete(execution)
  }
}
