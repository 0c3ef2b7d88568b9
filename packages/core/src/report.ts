/** What `run` gives, or, where that throws, what `otherwise` gives. */
export function attempt<Result>(run: () => Result, otherwise: (error: unknown) => Result): Result {
  try {
    return run()
  } catch (error) {
    return otherwise(error)
  }
}

/**
 * Tells of an error in user code where nobody can catch it: by `reportError`; where that is missing or throws, on the
 * console. It never throws itself: where the console throws too, nobody is left to be told.
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
 * Runs user code. What it throws or rejects with is reported, and so is a result that `isRight` refuses, in the words of
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
