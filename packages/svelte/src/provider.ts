import type { Provided } from '@convex-action/core'
import { getContext, setContext } from 'svelte'

const key = Symbol.for('convex-action')

/** What `setupConvexAction` takes. The client is that of `setupConvex`. */
export type Setup = Omit<Provided, 'client'>

/**
 * Provides what holds for every `useConvexAction` and `useConvexMutation` in this component and those below, where their options
 * say nothing. Below a component that called it too, each field that is given replaces the field of the outer one.
 *
 * @param setup.identity Names the user. It may read state: when its answer changes (`Object.is`, so let it answer with an id, not
 * with an object), nothing of the former user is shown or sent any more.
 * @param setup.interpreter Runs the executions: see the option of that name.
 *
 * @example
 * ```ts
 * import { setupConvexAction } from '@convex-action/svelte'
 *
 * const session = { userId: 'user-1' }
 * setupConvexAction({ identity: () => session.userId })
 * ```
 */
export function setupConvexAction(setup: Setup): void {
  setContext(key, { ...provided(), ...setup })
}

/**
 * Tells every `useConvexAction` in this component and those below who the user is. It is
 * `setupConvexAction({ identity })`, in short.
 *
 * @example
 * ```ts
 * import { setupConvexIdentity } from '@convex-action/svelte'
 *
 * const session = { userId: 'user-1' }
 * setupConvexIdentity(() => session.userId)
 * ```
 */
export function setupConvexIdentity(identity: () => unknown): void {
  setupConvexAction({ identity })
}

/** What was set up above, where it was. */
export const provided = (): Setup | undefined => getContext(key)
