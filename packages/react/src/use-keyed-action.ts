import type { ActionOptions, ActionReference, StringArgument } from '@convex-action/core'
import { createKeyedActionStore, type KeyedActionStore, type Limited } from '@convex-action/core/keyed'
import type { FunctionReference, FunctionReturnType } from 'convex/server'
import type { ActionValues } from './use-action-store.js'
import { useKeyed } from './use-keyed.js'

/**
 * Runs a Convex action for each key of a list: a row, a file, an upload. Each key has a state of its own; what is returned is a
 * summary of all, `for(key)` for one of them, `keys`, `cancel` and `reset`. A row shows its own state by
 * `useActionStore(uploads.for(key))`, and renders only when that changes.
 *
 * @param reference The action, such as `api.emails.send`. Another one makes new stores, and so does another client.
 * @param options Those of `useConvexAction`, and `limit`: how many executions of all keys run at once.
 * @throws where the reference or an option is no good, and, in a browser, where no client is provided.
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
