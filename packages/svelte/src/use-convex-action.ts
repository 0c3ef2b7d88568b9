import {
  type ActionOptions,
  type ActionReference,
  type ActionStore,
  createActionStore,
  type StringArgument,
} from '@convex-action/core'
import type { FunctionReference, FunctionReturnType } from 'convex/server'
import type { ActionFields } from './use-action-store.js'
import { useProvided } from './use-provided.js'

/**
 * Runs a Convex action and shows its state. Unmounting the component cancels nothing, since the action still runs on
 * the server. Call it while a component is set up.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options See `ActionOptions`. You can pass a getter, which is read at each `execute`.
 * @returns The fields of the state as reactive getters, and the methods `execute`, `retry`, `reset` and `cancel`,
 * among others. You may destructure the methods only.
 * @throws `TypeError` if the reference or an option is invalid. In a browser, `Error` if no client is provided.
 *
 * @example
 * ```ts
 * import { useConvexAction } from '@convex-action/svelte'
 * import { api } from './convex/_generated/api'
 *
 * const report = useConvexAction(api.reports.generate)
 * ```
 */
export function useConvexAction<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
  Missing extends undefined = never,
>(
  reference: Ref,
  options: ActionOptions<Ref, Id, Query, Missing> | (() => ActionOptions<Ref, Id, Query, Missing>) = {},
): ActionFields<ActionStore<Ref, Id, FunctionReturnType<Query>, NoInfer<Missing>>> {
  return useProvided(options, (read, provided) => createActionStore(reference, read, provided))
}
