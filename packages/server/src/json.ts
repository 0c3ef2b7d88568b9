import { convexToJson, jsonToConvex, type Value } from 'convex/values'

// A document may have 1 MiB, and a row contains more than the value.
const mostBytes = 1_000_000

/** The JSON of a value that is stored in a row, or `undefined` if it cannot be encoded or is too large. */
export function toText(value: unknown): string | undefined {
  try {
    const text = JSON.stringify(convexToJson((value === undefined ? null : value) as Value))
    return new TextEncoder().encode(text).length <= mostBytes ? text : undefined
  } catch {
    return undefined
  }
}

/** The value of JSON that `toText` made. */
export function fromText(text: string): Value {
  return jsonToConvex(JSON.parse(text))
}

/** Whether Convex can send the value. */
export function isEncodable(value: unknown): boolean {
  try {
    convexToJson((value === undefined ? null : value) as Value)
    return true
  } catch {
    return false
  }
}

/**
 * A fingerprint of arguments that does not reveal them: HMAC-SHA-256 over their JSON, keyed with the id, as
 * hexadecimal digits. `convexToJson` sorts the keys of the JSON.
 */
export async function macOf(id: string, args: Record<string, Value>): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes(id), algorithm, false, ['sign'])
  const mac = await crypto.subtle.sign('HMAC', key, bytes(JSON.stringify(convexToJson(args))))
  return Array.from(new Uint8Array(mac), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
