import {
  type ActionOptions,
  type ActionReference,
  type ActionStore,
  createActionStore,
  type StringArgument,
} from '@convex-action/core'
import type { FunctionReference, FunctionReturnType } from 'convex/server'
import type { ActionValues } from './use-action-store.js'
import { useProvided } from './use-provided.js'

/**
 * Runs a Convex action and shows its state. Unmounting the component cancels nothing, since the action still runs on
 * the server.
 *
 * @param reference The action, such as `api.emails.send`. Another action or another client creates a new store. The
 * executions of the previous store continue in the background.
 * @param options See `ActionOptions`. You may write them inline: the options that React committed last apply. Options
 * from a discarded render are never used.
 * @returns The state, and the methods `execute`, `retry`, `reset` and `cancel`, among others.
 * @throws `TypeError` if the reference or an option is invalid. In a browser, `Error` if no client is provided.
 *
 * @example
 * ```tsx
 * const { execute, pending, error } = useConvexAction(api.reports.generate)
 * return (
 *   <>
 *     <button type="button" disabled={pending} onClick={() => execute({ month: 'january' })}>
 *       Generate
 *     </button>
 *     {error && <p role="alert">{error.message}</p>}
 *   </>
 * )
 * ```
 */
export function useConvexAction<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
  Missing extends undefined = never,
>(
  reference: Ref,
  options: ActionOptions<Ref, Id, Query, Missing> = {},
): ActionValues<ActionStore<Ref, Id, FunctionReturnType<Query>, NoInfer<Missing>>> {
  return useProvided(reference, options, (read, provided) => createActionStore(reference, read, provided))
}
