import type { ActionOptions, ActionReference, StringArgument } from '@convex-action/core'
import { createKeyedActionStore, type KeyedActionStore, type Limited } from '@convex-action/core/keyed'
import type { FunctionReference, FunctionReturnType } from 'convex/server'
import type { ActionValues } from './use-action-store.js'
import { useKeyed } from './use-keyed.js'

/**
 * Runs a Convex action for each item of a list, such as rows, files or uploads. Each key has its own state: a row
 * shows it with `useActionStore(uploads.for(key))`, and renders only when that state changes.
 *
 * @param reference The action, such as `api.emails.send`. Another action or another client creates new stores.
 * @param options The options of `useConvexAction`, and `limit`: how many executions run at once, over all keys.
 * Default: unlimited.
 * @returns A summary of all keys, and the methods `for`, `keys`, `cancel` and `reset`, among others.
 * @throws `TypeError` if the reference or an option is invalid. In a browser, `Error` if no client is provided.
 *
 * @example
 * ```tsx
 * const reports = useKeyedAction(api.reports.generate, { limit: 2 })
 * return (
 *   <ul aria-busy={reports.pending}>
 *     {months.map((month) => (
 *       <Month key={month} month={month} store={reports.for(month)} />
 *     ))}
 *   </ul>
 * )
 * ```
 */
export function useKeyedAction<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: ActionOptions<Ref, Id, Query> & Limited = {},
): ActionValues<KeyedActionStore<Ref, Id, FunctionReturnType<Query>>> {
  return useKeyed(reference, options, (read, provided) => createKeyedActionStore(reference, read, provided))
}
