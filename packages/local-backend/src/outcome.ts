import type { JSONValue } from 'convex/values'
import type { FailureAnswer } from './errors.js'

/** The kind of a function. */
export type Kind = 'query' | 'mutation' | 'action'

/** How a function ended. `commit` is the timestamp of a mutation that wrote something. */
export type Outcome = { logLines: string[] } & (
  | { success: true; value: JSONValue; commit?: bigint }
  | ({ success: false } & FailureAnswer)
)

/** A live query, as the client named it. */
export type LiveQuery = { udfPath: string; args: JSONValue[] }
