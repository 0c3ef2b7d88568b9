import type { ActionOptions, ActionReference, StringArgument } from '@convex-action/core'
import { createKeyedActionStore, type KeyedActionStore, type Limited } from '@convex-action/core/keyed'
import type { FunctionReference, FunctionReturnType } from 'convex/server'
import type { ActionFields } from './use-action-store.js'
import { useProvided } from './use-provided.js'

/**
 * Runs a Convex action for each key of a list: a row, a file, an upload. Each key has a state of its own; what is returned is a
 * summary of all, `for(key)` for one of them, `keys`, `cancel` and `reset`. The component of a row shows its own state by
 * `useActionStore(uploads.for(key))`. To be called while a component is set up.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options Those of `useConvexAction`, and `limit`: how many executions of all keys run at once.
 * @throws where the reference or an option is no good, and, in a browser, where no client is provided.
 *
 * @example
 * ```ts
 * import { useKeyedAction } from '@convex-action/svelte'
 * import { api } from './convex/_generated/api'
 *
 * const emails = useKeyedAction(api.emails.send, { limit: 2 })
 * const send = (to: string) => void emails.for(to).execute({ to, subject: 'Welcome!', body: 'Hello.' })
 * ```
 */
export function useKeyedAction<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: (ActionOptions<Ref, Id, Query> & Limited) | (() => ActionOptions<Ref, Id, Query> & Limited) = {},
): ActionFields<KeyedActionStore<Ref, Id, FunctionReturnType<Query>>> {
  return useProvided(options, (read, provided) => createKeyedActionStore(reference, read, provided))
}
