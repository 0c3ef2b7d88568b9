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

  /**
   * Rejects the promise and marks it as handled, so that ignoring it causes no unhandled rejection. The state shows
   * the error.
   */
  reject(error: unknown): void {
    this.promise.catch(() => {})
    this.#reject(error)
  }
}
