import type { JSONValue } from 'convex/values'

/** A message of the sync protocol, or what stands for it in the log of an HTTP call. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every type, and may send broken ones
export type Message = any

/** A client's request to change its set of live queries. */
export type QuerySetModification =
  | { type: 'Add'; queryId: number; udfPath: string; args: JSONValue[] }
  | { type: 'Remove'; queryId: number }

/** What a client may send. */
export type ClientMessage =
  | { type: 'Connect'; sessionId: string; connectionCount: number }
  | { type: 'Authenticate'; tokenType: 'User' | 'Admin' | 'None'; value?: string; baseVersion: number }
  | { type: 'ModifyQuerySet'; baseVersion: number; newVersion: number; modifications: QuerySetModification[] }
  | { type: 'Mutation' | 'Action'; requestId: number; udfPath: string; args: JSONValue[] }
  | { type: 'Event'; eventType: string; event: JSONValue }
