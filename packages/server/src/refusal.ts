import { ConvexError, type Value } from 'convex/values'

const brand = Symbol.for('convex-action.refusal')

/**
 * An error that is an answer, such as "the card was declined". It is remembered like a result: a repeated call gets
 * the same refusal, and the handler does not run again. Other errors of a handler are not remembered, and a new try
 * runs the handler again.
 *
 * Throw it before the effect, or when the service reports that there was none.
 */
export class Refusal<Data extends Value = Value> extends ConvexError<Data> {
  readonly [brand] = true
}

/** Whether `error` is a `Refusal`. It also recognizes errors of another copy of this package. */
export function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && brand in error
}
