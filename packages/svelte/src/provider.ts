import { createProvider, type Provider, type ProviderOptions } from '@convex-action/core/provider'
import { onMount, setContext } from 'svelte'
import { toStore } from 'svelte/store'
import { key, provided } from './provided.js'

/** What `setupConvexAction` takes. The client is that of `setupConvex`. */
export type Setup = Omit<ProviderOptions, 'client' | 'watch'>

/**
 * Provides what holds for every hook in this component and those below, where their options say nothing. Below a component that
 * called it too, each field that is given replaces the field of the outer one; `undefined` does not. What changes is read by the
 * functions, or given as a getter of the object: `get defaults() { return … }`.
 *
 * @param setup.identity Names the user. It may read state: when its answer changes (`Object.is`, so let it answer with an id, not
 * with an object), nothing of the former user is shown or sent any more.
 * @param setup.ready Whether calls may be sent: say, whether the sign-in is done. While it is false, they are `queued`. With it, a call
 * that was made before any user was known belongs to the first user.
 * @param setup.observer Sees every execution: `createActionObserver()`.
 * @param setup.defaults Hold where an option is left out: `timeout`, `offline`, `concurrency`, `retries: { delay }`.
 * @param setup.messages The sentences of errors: see the option of that name.
 * @param setup.interpreter Runs the executions: see the option of that name.
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
  // A user who comes and goes is known, also where no component below is there to see it.
  onMount(() => provider.watch(() => {}))
}

/** Calls `listener` when state changes that `read` reads: also once no component is there any more. */
const watchRead = (listener: () => void, read: () => unknown) => toStore(read).subscribe(listener)

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
