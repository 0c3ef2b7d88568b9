import { createActionStore } from '@convex-action/core'
import type { Makers } from '@convex-action/core/provider'
import { hookOf } from './use-provided.js'

/**
 * Runs a Convex action and shows its state. Unmounting the component cancels nothing, since the action still runs on
 * the server. Call it while a component is set up.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options See `ActionOptions`. You can pass a getter, which is read at each `execute`.
 * @returns The fields of the state as reactive getters, and the methods `execute`, `retry`, `reset` and `cancel`,
 * among others. You may destructure the methods only.
 * @throws `TypeError` if the reference or an option is invalid. In a browser, `Error` if no client is provided.
 *
 * @example
 * ```ts
 * import { useConvexAction } from '@convex-action/svelte'
 * import { api } from './convex/_generated/api'
 *
 * const report = useConvexAction(api.reports.generate)
 * ```
 */
export const useConvexAction = /* @__PURE__ */ hookOf(createActionStore as Makers['action'])
