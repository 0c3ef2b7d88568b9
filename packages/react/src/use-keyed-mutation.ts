import type { MutationReference, MutationStoreOptions, StringArgument } from '@convex-action/core'
import { createKeyedMutationStore, type KeyedMutationStore, type Limited } from '@convex-action/core/keyed'
import type { FunctionReference, FunctionReturnType } from 'convex/server'
import type { ActionValues } from './use-action-store.js'
import { useKeyed } from './use-keyed.js'

/**
 * Runs a Convex mutation for each item of a list. It works like {@link useKeyedAction}, with `mutate` instead of
 * `execute`.
 *
 * @param reference The mutation, such as `api.orders.create`. Another mutation or another client creates new stores.
 * @param options The options of `useConvexMutation`, and `limit`: how many executions run at once, over all keys.
 * Default: unlimited.
 * @returns A summary of all keys, and the methods `for`, `keys`, `cancel` and `reset`, among others.
 * @throws `TypeError` if the reference or an option is invalid. In a browser, `Error` if no client is provided.
 */
export function useKeyedMutation<
  Ref extends MutationReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: MutationStoreOptions<Ref, Id, Query> & Limited = {},
): ActionValues<KeyedMutationStore<Ref, Id, FunctionReturnType<Query>>> {
  return useKeyed(reference, options, (read, provided) => createKeyedMutationStore(reference, read, provided))
}
