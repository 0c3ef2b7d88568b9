import { ConvexError } from 'convex/values'

/**
 * The data of the `ConvexError` with which a guarded function refuses a call. The handler did not run now, except for
 * `result-lost`. `convexAction` is one of these, and `message` is its text:
 *
 * - `sealed`: `settle` has sealed the try.
 * - `other-arguments`: the call id was used with other arguments.
 * - `invalid`: the argument `call` is out of range.
 * - `lost`: an earlier try of this call was lost. Whether it had its effect is not known.
 * - `taken`: nobody is signed in, and another try has made this call.
 * - `result-lost`: the call has finished, but its result could not be stored or sent.
 */
export type CallProblem = { convexAction: keyof typeof messages; message: string }

const messages = {
  sealed: 'This call was given up before it began. Nothing happened.',
  'other-arguments': 'This call id was already used for something else.',
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

/**
 * Returns whether the data of a `ConvexError` comes from a guarded function itself, and not from its handler.
 *
 * @param data The data of the `ConvexError`.
 */
export function isCallProblem(data: unknown): data is CallProblem {
  return typeof data === 'object' && data !== null && 'convexAction' in data
}
