import { ConvexError } from 'convex/values'

/**
 * The data of the `ConvexError` by which a guarded function refuses a call, or answers without the handler's result.
 *
 * - `sealed`: `settle` has sealed the try. The handler did not run
 * - `other-arguments`: the id was used with other arguments. The handler did not run
 * - `invalid`: the argument `call` is out of range. The handler did not run
 * - `lost`: an earlier try of this call is lost. The handler did not run now; whether it had its effect then is not known
 * - `taken`: nobody is signed in, and another try has made this call. The handler did not run now
 * - `result-lost`: the call is finished, and its result could not be kept or sent
 */
export type CallProblem = { convexAction: keyof typeof messages; message: string }

const messages = {
  sealed: 'This call was given up before it began. Nothing happened.',
  'other-arguments': 'This call id was used for something else before.',
  invalid:
    'This call cannot be told from others: its id or its try is empty or has more than 128 characters.',
  lost: 'It is not known whether this call was carried out.',
  taken: 'This call was made before. Its result is for the page that made it.',
  'result-lost': 'This call was carried out, but its result is not available any more.',
}

/** The error for a problem. */
export function problem(convexAction: keyof typeof messages): ConvexError<CallProblem> {
  return new ConvexError({ convexAction, message: messages[convexAction] })
}

/** Whether the data of a `ConvexError` is that of a guarded function's own refusal. */
export function isCallProblem(data: unknown): data is CallProblem {
  return typeof data === 'object' && data !== null && 'convexAction' in data
}
