import { useConvexClient } from '@convex-action/vue'
import type { FunctionArgs, FunctionReference, FunctionReturnType } from 'convex/server'
import { onScopeDispose, type ShallowRef, shallowRef } from 'vue'

/** The newest value of a live query, as long as a component shows it; `undefined` before the first. */
export function useLive<Query extends FunctionReference<'query'>>(
  query: Query,
  args: FunctionArgs<Query>,
): ShallowRef<FunctionReturnType<Query> | undefined> {
  const value = shallowRef<FunctionReturnType<Query>>()
  const stop = useConvexClient().onUpdate(query, args, (now) => {
    value.value = now
  })
  onScopeDispose(stop)
  return value
}
