import {
  type ActionOptions,
  type ActionReference,
  type ActionStore,
  createActionStore,
  type StringArgument,
} from '@convex-action/core'
import type { FunctionReference, FunctionReturnType } from 'convex/server'
import type { MaybeRefOrGetter } from 'vue'
import type { ActionRefs } from './use-action-store.js'
import { useProvided } from './use-provided.js'

/**
 * Runs a Convex action, and tells what became of it. Unmounting the component cancels nothing: the action runs on the
 * server all the same.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options Also as a ref or a getter, to be asked at each `execute`.
 * @throws where the reference or an option is no good, and, in a browser, where no client is provided.
 *
 * @example
 * ```ts
 * import { useConvexAction } from '@convex-action/vue'
 * import { api } from './convex/_generated/api'
 *
 * const { execute, pending, data, error } = useConvexAction(api.reports.generate)
 * ```
 */
export function useConvexAction<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
  Missing extends undefined = never,
>(
  reference: Ref,
  options: MaybeRefOrGetter<ActionOptions<Ref, Id, Query, Missing>> = {},
): ActionRefs<ActionStore<Ref, Id, FunctionReturnType<Query>, NoInfer<Missing>>> {
  return useProvided(options, (read, provided) => createActionStore(reference, read, provided))
}
