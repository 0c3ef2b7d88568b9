import { randomBytes } from 'node:crypto'
import { convexToJson, type JSONValue, type Value } from 'convex/values'
import { deepest, isNestedDeeper } from './protocol.js'

/** A timestamp as the sync protocol carries it: base64 of eight little-endian bytes. */
export function encodeTimestamp(timestamp: bigint): string {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(timestamp)
  return bytes.toString('base64')
}

/** A request id for error texts: sixteen hexadecimal digits. */
export function newRequestId(): string {
  return randomBytes(8).toString('hex')
}

/**
 * The canonical path of a function: `emails.js:send` and `emails:send` are the same, and `crons` is its default
 * export.
 */
export function canonicalPath(path: string): string {
  const colon = path.lastIndexOf(':')
  const module = colon < 0 ? path : path.slice(0, colon)
  const name = colon < 0 ? 'default' : path.slice(colon + 1)
  return `${module.replace(/\.js$/, '')}:${name}`
}

/**
 * The JSON of a function's value.
 *
 * @throws `Error` if Convex cannot encode it, or it is nested too deeply.
 */
export function toJson(value: Value): JSONValue {
  const json = convexToJson(value)
  if (isNestedDeeper(json, deepest)) throw new Error(`The value is nested more than ${deepest} levels deep.`)
  return json
}
