import {
  createMutationStore,
  type MutationReference,
  type MutationStore,
  type MutationStoreOptions,
  type StringArgument,
} from '@convex-action/core'
import type { FunctionReference, FunctionReturnType } from 'convex/server'
import type { ActionValues } from './use-action-store.js'
import { useProvided } from './use-provided.js'

/**
 * Runs a Convex mutation, and tells what became of it. A lost connection does not end it: Convex sends it again, and runs
 * it once. Unmounting the component cancels nothing.
 *
 * @param reference The mutation, such as `api.orders.create`. Another one makes a new store, and so does another client; the
 * executions of the former store go on unseen.
 * @param options May be written inline: the newest that React committed hold.
 * @throws where the reference or an option is no good, and, in a browser, where no client is provided.
 *
 * @example
 * ```tsx
 * const { mutate, pending, error } = useConvexMutation(api.users.updateProfile)
 * return (
 *   <>
 *     <button type="button" disabled={pending} onClick={() => mutate({ name })}>
 *       Save
 *     </button>
 *     {error && <p role="alert">{error.message}</p>}
 *   </>
 * )
 * ```
 */
export function useConvexMutation<
  Ref extends MutationReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: MutationStoreOptions<Ref, Id, Query> = {},
): ActionValues<MutationStore<Ref, Id, FunctionReturnType<Query>>> {
  return useProvided(reference, options, (read, provided) => createMutationStore(reference, read, provided))
}
