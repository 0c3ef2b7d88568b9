import { type Infer, v } from 'convex/values'
import { problem } from './problem.js'

/** How many characters an id or a try may have. */
export const longest = 128

/** How many tries one request may name. */
export const mostTries = 16

/** The validator of the argument `call` that a guarded function takes. */
export const callArgument = v.object({ id: v.string(), try: v.string(), guarded: v.literal(1) })

/**
 * The argument `call` of a guarded function. `id` stands for one intended effect and is the same over tries. `try` is a
 * fresh random secret for each hand-over. Each has 1 to 128 characters.
 */
export type CallArgument = Infer<typeof callArgument>

/** @throws a `ConvexError` when a name is empty or too long */
export function checkNames(...names: string[]): void {
  if (!names.every((name) => name.length > 0 && name.length <= longest)) throw problem('invalid')
}
