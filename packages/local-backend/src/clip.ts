import type { Message } from './protocol.js'

const longest = 1000

/** What is served of a value whose JSON is long: the beginning of that JSON, and how many characters it has. */
export type Clipped = { clipped: string; length: number }

/**
 * A message as it is served to pages that look at the wire: a field whose JSON has more than 1000 characters
 * (arguments, a result) is a `Clipped` there.
 */
export function clip(message: Message): Message {
  return Object.fromEntries(Object.entries(message).map(([name, value]) => [name, clipValue(value)]))
}

function clipValue(value: unknown): unknown {
  const json = JSON.stringify(value) ?? ''
  if (json.length <= longest) return value
  return { clipped: json.slice(0, longest), length: json.length } satisfies Clipped
}
