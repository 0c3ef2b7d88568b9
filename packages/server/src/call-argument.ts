import { type Infer, v } from 'convex/values'
import { problem } from './problem.js'

/** The maximum number of characters of an id or a try. */
export const longest = 128

/** The maximum number of tries in one request. */
export const mostTries = 16

/** The validator of the argument `call` of a guarded function. */
export const callArgument = v.object({ id: v.string(), try: v.string(), guarded: v.literal(1) })

/**
 * The argument `call` of a guarded function.
 *
 * - `id` stands for one intended effect, such as one payment. All tries of a call share it. 1 to 128 characters.
 * - `try` is a new random secret for each try. 1 to 128 characters.
 * - `guarded` is always 1.
 */
export type CallArgument = Infer<typeof callArgument>

/** @throws `ConvexError` if a name is empty or too long. */
export function checkNames(...names: string[]): void {
  if (!names.every((name) => name.length > 0 && name.length <= longest)) throw problem('invalid')
}
