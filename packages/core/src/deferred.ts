/** The promise of one execution. */
export class Deferred {
  readonly promise: Promise<unknown>
  resolve!: (data: unknown) => void
  #reject!: (error: unknown) => void

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.#reject = reject
    })
  }

  /** Rejects it, marked as handled: whoever ignores it has the state to see. */
  reject(error: unknown): void {
    this.promise.catch(() => {})
    this.#reject(error)
  }
}
