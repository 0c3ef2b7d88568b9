/** Tells of an error in user code where nobody can catch it: by `reportError`, else on the console. */
export function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error)
  else console.error(error)
}

/** Runs user code. What it throws, or rejects with, is reported; then the result is `undefined`. */
export function guard<Result>(run: () => Result): Result | undefined {
  try {
    const result = run()
    if (result instanceof Promise) result.catch(report)
    return result
  } catch (error) {
    report(error)
    return undefined
  }
}
