import type { Message } from './protocol.js'

const longest = 1000

/** Replaces a value whose JSON is long: the start of the JSON, and its length in characters. */
export type Clipped = { clipped: string; length: number }

/**
 * A message for pages that look at the wire. A field whose JSON has more than 1000 characters (arguments or a result)
 * becomes a `Clipped`.
 */
export function clip(message: Message): Message {
  return Object.fromEntries(Object.entries(message).map(([name, value]) => [name, clipValue(value)]))
}

function clipValue(value: unknown): unknown {
  const json = JSON.stringify(value) ?? ''
  if (json.length <= longest) return value
  return { clipped: json.slice(0, longest), length: json.length } satisfies Clipped
}
