import type { FunctionReference } from 'convex/server'
import { guard, report } from './report.js'
import type { ActionClient } from './types.js'

type Query = FunctionReference<'query'>

/** How `ConvexClient` and `ConvexReactClient` let one follow a query. */
interface QueryClient {
  onUpdate?(
    query: Query,
    args: object,
    onValue: (value: unknown) => void,
    onError: (error: Error) => void,
  ): () => void
  watchQuery?(
    query: Query,
    args: object,
  ): { onUpdate(listener: () => void): () => void; localQueryResult(): unknown }
}

/**
 * Calls `onValue` with each result of a progress query, until the returned function is called. A query that fails is
 * reported.
 */
export function follow(
  client: ActionClient | null,
  query: Query,
  args: object,
  onValue: (value: unknown) => void,
): (() => void) | undefined {
  return guard(() => {
    const source = client as QueryClient
    if (source.onUpdate) return source.onUpdate(query, args, onValue, report)
    const watch = source.watchQuery?.(query, args)
    const read = () =>
      guard(() => {
        const value = watch?.localQueryResult()
        if (value !== undefined) onValue(value)
      })
    read()
    return watch?.onUpdate(read)
  })
}
