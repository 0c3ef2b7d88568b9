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
 * Runs a Convex action and shows its state. Unmounting the component cancels nothing, since the action still runs on
 * the server. Call it in setup.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options See `ActionOptions`. You can pass a ref or a getter, which is read at each `execute`.
 * @returns The fields of the state as refs, and the methods `execute`, `retry`, `reset` and `cancel`, among others.
 * @throws `TypeError` if the reference or an option is invalid. In a browser, `Error` if no client is provided.
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
