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
 * Runs a Convex mutation and shows its state. A lost connection does not end it: Convex sends the mutation again and
 * runs it once. Unmounting the component cancels nothing.
 *
 * @param reference The mutation, such as `api.orders.create`. Another mutation or another client creates a new store.
 * The executions of the previous store continue in the background.
 * @param options See `MutationStoreOptions`. You may write them inline: the options that React committed last apply.
 * Options from a discarded render are never used.
 * @returns The state, and the methods `mutate`, `retry`, `reset` and `cancel`, among others.
 * @throws `TypeError` if the reference or an option is invalid. In a browser, `Error` if no client is provided.
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
