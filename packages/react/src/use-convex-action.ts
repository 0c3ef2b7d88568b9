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
 * Runs a Convex action, and tells what became of it. Unmounting the component cancels nothing: the action runs on the
 * server all the same.
 *
 * @param reference The action, such as `api.emails.send`. Another one makes a new store, and so does another client; the
 * executions of the former store go on unseen.
 * @param options May be written inline: the newest that React committed hold.
 * @throws where the reference or an option is no good, and, in a browser, where no client is provided.
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
