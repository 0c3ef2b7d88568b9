import type { Provider } from '@convex-action/core/provider'
import { getContext } from 'svelte'

/** The key of the settings in Svelte's context. */
export const key = Symbol.for('convex-action')

/** The provider of `setupConvexAction` in this component or above, or `undefined` if there is none. */
export const provided = (): Provider | undefined => getContext(key)
