import type { FunctionReference } from 'convex/server'
import type { Connection } from './connection.js'
import { guard, report } from './report.js'
import type { ActionClient } from './types.js'

type Query = FunctionReference<'query'>

/** How `ConvexClient` lets one follow a query, by `onUpdate`, and `ConvexReactClient`, by `watchQuery`. */
interface QueryClient {
  onUpdate?(
    query: Query,
    args: object,
    onValue: (value: unknown) => void,
    onError: (error: Error) => void,
  ): () => void
  watchQuery(
    query: Query,
    args: object,
  ): { onUpdate(listener: () => void): () => void; localQueryResult(): unknown }
}

/**
 * Calls `onValue` with each result of a query, until the returned function is called. A query that fails is told to `onError`. Where there is no query, no call id to ask it for, or no client that lives, nothing is followed.
 */
export function follow(
  connection: Connection,
  query: Query | undefined,
  args: object | undefined,
  onValue: (value: unknown) => void,
  onError: (error: unknown) => void = report,
): (() => void) | undefined {
  if (!query || !args || connection.stopped()) return undefined
  return guard(() => {
    // The option is refused where the client has neither.
    const source = connection.client as ActionClient & QueryClient
    if (source.onUpdate) return source.onUpdate(query, args, onValue, onError)
    const watch = source.watchQuery(query, args)
    const read = () => {
      try {
        const value = watch.localQueryResult()
        if (value !== undefined) onValue(value)
      } catch (error) {
        onError(error)
      }
    }
    read()
    return watch.onUpdate(read)
  })
}
