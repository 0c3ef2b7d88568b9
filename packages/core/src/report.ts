/** Returns what `run` returns, or what `otherwise` returns if `run` throws. */
export function attempt<Result>(run: () => Result, otherwise: (error: unknown) => Result): Result {
  try {
    return run()
  } catch (error) {
    return otherwise(error)
  }
}

/**
 * Reports an error that no caller can catch, with `reportError`. If that is missing or throws, it uses the console.
 * It never throws.
 */
export function report(error: unknown): void {
  attempt(
    () => reportError(error),
    () =>
      attempt(
        () => console.error(error),
        () => {},
      ),
  )
}

/**
 * Runs user code. It reports an error or a rejection, and also a result that `isRight` refuses, with the text
 * `wrong`. Then the result is `undefined`.
 */
export function guard<Result>(
  run: () => Result,
  isRight?: (result: Result) => unknown,
  wrong?: string,
): Result | undefined {
  try {
    const result = run()
    if (typeof (result as { then?: unknown } | undefined)?.then === 'function')
      Promise.resolve(result).catch(report)
    if (!isRight || isRight(result)) return result
    throw new TypeError(wrong)
  } catch (error) {
    report(error)
    return undefined
  }
}
