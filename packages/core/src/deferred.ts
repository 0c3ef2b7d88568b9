/** The promise of one execution. It is marked as handled: whoever ignores it has the state to see. */
export class Deferred {
  readonly promise: Promise<unknown>
  resolve!: (data: unknown) => void
  reject!: (error: unknown) => void

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    this.promise.catch(() => {})
  }
}
