import type { FunctionReference } from 'convex/server'
import type { Execution } from './execution.js'
import { callIdName } from './options.js'
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
 * Calls `onValue` with each result of an execution's progress query, until the returned function is called. A query that
 * fails is reported.
 */
export function follow(
  client: ActionClient | null,
  { options, callId }: Execution,
  onValue: (value: unknown) => void,
): () => void {
  const { progress, callId: naming } = options
  const stop =
    progress &&
    naming &&
    guard(() => {
      const source = client as QueryClient
      const args = { [callIdName(naming)]: callId }
      if (source.onUpdate) return source.onUpdate(progress, args, onValue, report)
      const watch = source.watchQuery?.(progress, args)
      const read = () =>
        guard(() => {
          const value = watch?.localQueryResult()
          if (value !== undefined) onValue(value)
        })
      read()
      return watch?.onUpdate(read)
    })
  return stop || (() => {})
}
