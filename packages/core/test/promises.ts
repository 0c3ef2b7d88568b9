import type { ActionError } from '../src/index.js'

/** What a promise rejects with. Rejects where it resolves. */
export const failureOf = (promise: Promise<unknown>): Promise<ActionError> =>
  promise.then(
    (data) => Promise.reject(new Error(`It succeeded with ${JSON.stringify(data)}.`)),
    (error) => error,
  )

/** The kind of the error that a promise rejects with, `undefined` where it resolves. */
export const kindOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    ({ kind }: ActionError) => kind,
  )

/** One macrotask, and all microtasks before it. */
export const macrotask = () => new Promise<void>((resolve) => setTimeout(resolve))
