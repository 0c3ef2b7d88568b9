import type { JSONValue } from 'convex/values'

/** A message of the sync protocol, or the entry in the log for an HTTP call. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every type, and may send broken ones
export type Message = any

/** A client's request to change its live queries. */
export type QuerySetModification =
  | { type: 'Add'; queryId: number; udfPath: string; args: JSONValue[] }
  | { type: 'Remove'; queryId: number }

/** The messages that a client may send. */
export type ClientMessage =
  | { type: 'Connect'; sessionId: string; connectionCount: number }
  | { type: 'Authenticate'; tokenType: 'User' | 'Admin' | 'None'; value?: string; baseVersion: number }
  | { type: 'ModifyQuerySet'; baseVersion: number; newVersion: number; modifications: QuerySetModification[] }
  | { type: 'Mutation' | 'Action'; requestId: number; udfPath: string; args: JSONValue[] }
  | { type: 'Event'; eventType: string; event: JSONValue }

type Check = (value: unknown) => boolean
type Shapes = Record<string, Record<string, Check>>

const isText: Check = (value) => typeof value === 'string'
const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32
const call = { requestId: isCount, udfPath: isText, args: Array.isArray }

const modifications: Shapes = {
  Add: { queryId: isCount, udfPath: isText, args: Array.isArray },
  Remove: { queryId: isCount },
}
const messages: Shapes = {
  Connect: { sessionId: isText, connectionCount: isCount },
  Authenticate: {
    tokenType: (type) => type === 'User' || type === 'Admin' || type === 'None',
    value: (token) => token === undefined || isText(token),
    baseVersion: isCount,
  },
  ModifyQuerySet: { baseVersion: isCount, newVersion: isCount, modifications: Array.isArray },
  Mutation: call,
  Action: call,
  Event: { eventType: isText },
}

/**
 * Parses a client's message from the text of a frame.
 *
 * @throws `Error` with what is wrong with it.
 */
export function parseMessage(text: string): ClientMessage {
  return checkMessage(JSON.parse(text))
}

/**
 * Checks that a value is a client's message.
 *
 * @throws `Error` with what is wrong with it.
 */
export function checkMessage(message: unknown): ClientMessage {
  if (isNestedDeeper(message, deepest)) throw new Error(`It is nested more than ${deepest} levels deep.`)
  checkShape('message', messages, message)
  const checked = message as ClientMessage
  if (checked.type === 'ModifyQuerySet') {
    for (const modification of checked.modifications) checkShape('modification', modifications, modification)
  }
  return checked
}

function checkShape(what: string, shapes: Shapes, value: unknown): void {
  if (typeof value !== 'object' || value === null) throw new Error(`A ${what} must be an object.`)
  const fields = value as Record<string, unknown>
  const type = String(isText(fields.type) ? fields.type : undefined)
  const shape = Object.hasOwn(shapes, type) ? shapes[type] : undefined
  if (!shape) throw new Error(`A ${what} must have one of these types: ${Object.keys(shapes).join(', ')}.`)
  const wrong = Object.entries(shape).find(([name, fits]) => !fits(fields[name]))
  if (wrong)
    throw new Error(`The field "${wrong[0]}" of the ${what} ${type} is missing, or its value does not fit.`)
}

/** The maximum nesting of JSON, as on Convex's own server. */
export const deepest = 128

/** Whether a JSON value is nested deeper than this many levels. */
export function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isNestedDeeper(inner, levels - 1))
}
