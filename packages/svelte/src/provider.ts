import { createProvider, type Provider, type ProviderOptions } from '@convex-action/core/provider'
import { onMount, setContext } from 'svelte'
import { toStore } from 'svelte/store'
import { key, provided } from './provided.js'

/** The options of {@link setupConvexAction}. The client comes from `setupConvex` of `convex-svelte`. */
export type Setup = Omit<ProviderOptions, 'client' | 'watch'>

/**
 * Provides settings for all hooks in this component and below. The options of a hook override them. Below another
 * component that called it, each field that you pass replaces the outer field; a field that is `undefined` does not.
 * For values that change, pass functions, or an object with getters: `get defaults() { return … }`.
 *
 * @param setup All fields are optional.
 *
 * - `identity`: returns who the current user is. It may read state. Return an id, not an object. When it changes
 *   (`Object.is`), nothing of the previous user is shown or sent any more.
 * - `ready`: returns whether calls may be sent, for example whether sign-in is complete. While it returns `false`,
 *   calls are `queued`. A call that was made before any user was known belongs to the first user.
 * - `observer`: sees every execution. Pass `createActionObserver()`.
 * - `defaults`: defaults for `timeout`, `offline`, `concurrency` and `retries: { delay }`.
 * - `messages`: the texts of error messages.
 * - `interpreter`: what runs the state machine.
 *
 * @example
 * ```ts
 * import { setupConvexAction } from '@convex-action/svelte'
 *
 * const session = { userId: 'user-1', isSignedIn: true }
 * setupConvexAction({
 *   identity: () => session.userId,
 *   ready: () => session.isSignedIn,
 *   defaults: { timeout: 30_000 },
 * })
 * ```
 */
export function setupConvexAction(setup: Setup): void {
  const options: ProviderOptions = Object.create(setup, { watch: { value: watchRead } })
  const provider = createProvider(options, provided())
  setContext<Provider>(key, provider)
  // Notices a user who comes and goes while no component below needs to know.
  onMount(() => provider.watch(() => {}))
}

/** Calls `listener` when state that `read` reads changes, even after the component is unmounted. */
const watchRead = (listener: () => void, read: () => unknown) => toStore(read).subscribe(listener)

/**
 * Tells all hooks in this component and below who the current user is. It is short for `setupConvexAction({ identity
 * })`.
 *
 * @param identity Returns who the current user is. It may read state. Return an id, not an object.
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
