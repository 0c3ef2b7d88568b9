import { ConvexError, type Value } from 'convex/values'

const brand = Symbol.for('convex-action.refusal')

/**
 * A failure that is an answer: "the card was declined". It is remembered like a result, so a repeat of the call gets it
 * too and nothing runs again. What else a handler throws is not remembered: a new try runs again.
 *
 * Throw it before the effect, or when the service says that there was none.
 */
export class Refusal<Data extends Value = Value> extends ConvexError<Data> {
  readonly [brand] = true
}

/** Whether it is a `Refusal`, also one of another copy of this package. */
export function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && brand in error
}
