import { useConvexClient } from '@convex-action/vue'
import type { FunctionArgs, FunctionReference, FunctionReturnType } from 'convex/server'
import { onScopeDispose, type ShallowRef, shallowRef } from 'vue'

/** The newest result of a Convex query; `undefined` until there is one. */
export function useQuery<Query extends FunctionReference<'query'>>(
  query: Query,
  args: FunctionArgs<Query>,
): Readonly<ShallowRef<FunctionReturnType<Query> | undefined>> {
  const result = shallowRef<FunctionReturnType<Query>>()
  const show = (now: FunctionReturnType<Query>) => {
    result.value = now
  }
  onScopeDispose(useConvexClient().onUpdate(query, args, show))
  return result
}
