import { createMutationStore } from '@convex-action/core'
import type { Makers } from '@convex-action/core/provider'
import { hookOf } from './use-provided.js'

/**
 * Runs a Convex mutation and shows its state. A lost connection does not end it: Convex sends the mutation again and
 * runs it once. Unmounting the component cancels nothing. Call it while a component is set up.
 *
 * @param reference The mutation, such as `api.orders.create`.
 * @param options See `MutationStoreOptions`. You can pass a getter, which is read at each `mutate`.
 * @returns The fields of the state as reactive getters, and the methods `mutate`, `retry`, `reset` and `cancel`,
 * among others. You may destructure the methods only.
 * @throws `TypeError` if the reference or an option is invalid. In a browser, `Error` if no client is provided.
 *
 * @example
 * ```ts
 * import { useConvexMutation } from '@convex-action/svelte'
 * import { api } from './convex/_generated/api'
 *
 * const order = useConvexMutation(api.orders.create)
 * ```
 */
export const useConvexMutation = /* @__PURE__ */ hookOf(createMutationStore as Makers['mutation'])
