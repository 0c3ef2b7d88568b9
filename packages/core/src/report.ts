/** Tells of an error in user code where nobody can catch it: by `reportError`; where that is missing or throws, on the console. */
export function report(error: unknown): void {
  try {
    reportError(error)
  } catch {
    console.error(error)
  }
}

/** Runs user code. What it throws, or rejects with, is reported; then the result is `undefined`. */
export function guard<Result>(run: () => Result): Result | undefined {
  try {
    const result = run()
    if (typeof (result as { then?: unknown } | undefined)?.then === 'function')
      Promise.resolve(result).catch(report)
    return result
  } catch (error) {
    report(error)
    return undefined
  }
}
