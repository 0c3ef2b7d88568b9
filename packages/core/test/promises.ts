import type { ActionError } from '../src/index.js'

/** The error of a promise. Rejects if the promise resolves. */
export const failureOf = (promise: Promise<unknown>): Promise<ActionError> =>
  promise.then(
    (data) => Promise.reject(new Error(`It succeeded with ${JSON.stringify(data)}.`)),
    (error) => error,
  )

/** The kind of the error of a promise, or `undefined` if it resolves. */
export const kindOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    ({ kind }: ActionError) => kind,
  )

/** One macrotask, and all microtasks before it. */
export const macrotask = () => new Promise<void>((resolve) => setTimeout(resolve))
