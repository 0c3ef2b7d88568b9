import type { FunctionReference } from 'convex/server'
import type { Connection } from './connection.js'
import { guard, report } from './report.js'
import type { ActionClient } from './types.js'

type Query = FunctionReference<'query'>

/** How clients follow a query: `ConvexClient` with `onUpdate`, `ConvexReactClient` with `watchQuery`. */
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
 * Calls `onValue` with each result of a query, and `onError` if the query fails. Returns a function that ends it.
 * Without a query, a call id or a usable client it does nothing.
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
    // `checkOptions` refuses clients with neither method.
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
