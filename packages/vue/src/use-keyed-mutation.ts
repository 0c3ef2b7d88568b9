import { createKeyedMutationStore } from '@convex-action/core/keyed'
import type { Makers } from '@convex-action/core/provider'
import { hookOf } from './use-provided.js'

/**
 * Runs a Convex mutation for each item of a list. It works like {@link useKeyedAction}, with `mutate` instead of
 * `execute`.
 *
 * @param reference The mutation, such as `api.orders.create`.
 * @param options The options of `useConvexMutation`, and `limit`: how many executions run at once, over all keys.
 * Default: unlimited.
 * @returns A summary of all keys as refs, and the methods `for`, `keys`, `cancel` and `reset`, among others.
 * @throws `TypeError` if the reference or an option is invalid. In a browser, `Error` if no client is provided.
 *
 * @example
 * ```ts
 * import { useKeyedMutation } from '@convex-action/vue'
 * import { api } from './convex/_generated/api'
 *
 * const profiles = useKeyedMutation(api.users.updateProfile)
 * const save = (name: string) => void profiles.for(name).mutate({ name })
 * ```
 */
export const useKeyedMutation = /* @__PURE__ */ hookOf(createKeyedMutationStore as Makers['keyedMutation'])
