import { createKeyedActionStore } from '@convex-action/core/keyed'
import type { Makers } from '@convex-action/core/provider'
import { hookOf } from './use-provided.js'

/**
 * Runs a Convex action for each item of a list, such as rows, files or uploads. Each key has its own state: the
 * component of a row shows it with `useActionStore(uploads.for(key))`. Call it while a component is set up.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options The options of `useConvexAction`, and `limit`: how many executions run at once, over all keys.
 * Default: unlimited.
 * @returns A summary of all keys as reactive getters, and the methods `for`, `keys`, `cancel` and `reset`, among
 * others.
 * @throws `TypeError` if the reference or an option is invalid. In a browser, `Error` if no client is provided.
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
export const useKeyedAction = /* @__PURE__ */ hookOf(createKeyedActionStore as Makers['keyedAction'])
