import type { MutationReference, MutationStoreOptions, StringArgument } from '@convex-action/core'
import { createKeyedMutationStore, type KeyedMutationStore, type Limited } from '@convex-action/core/keyed'
import type { FunctionReference, FunctionReturnType } from 'convex/server'
import type { ActionValues } from './use-action-store.js'
import { useKeyed } from './use-keyed.js'

/**
 * Runs a Convex mutation for each key of a list: see `useKeyedAction`. The store of a key has `mutate` in place of `execute`.
 *
 * @param reference The mutation, such as `api.orders.create`. Another one makes new stores, and so does another client.
 * @param options Those of `useConvexMutation`, and `limit`: how many executions of all keys run at once.
 * @throws where the reference or an option is no good, and, in a browser, where no client is provided.
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
