import { getContext, setContext } from 'svelte'

const key = Symbol.for('convex-action.identity')

/**
 * Tells every `useConvexAction` in this component and those below who the user is. `identity` may read state: when its
 * answer changes (`Object.is`, so let it answer with an id, not with an object), nothing of the former user is shown or
 * sent any more.
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
  setContext(key, identity)
}

/** What `setupConvexIdentity` was given above, where it was. */
export const providedIdentity = (): (() => unknown) | undefined => getContext(key)
