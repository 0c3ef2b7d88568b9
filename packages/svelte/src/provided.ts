import type { Provider } from '@convex-action/core/provider'
import { getContext } from 'svelte'

/** Under which the context has what was set up. */
export const key = Symbol.for('convex-action')

/** What `setupConvexAction` set up in this component or above, where it did. */
export const provided = (): Provider | undefined => getContext(key)
