import type { ActionClient } from '@convex-action/core'
import { createProvider, isServer, type Provider, type ProviderOptions } from '@convex-action/core/provider'
import type { ConvexClient } from 'convex/browser'
import {
  type App,
  effectScope,
  getCurrentScope,
  hasInjectionContext,
  inject,
  type MaybeRef,
  onScopeDispose,
  provide,
  unref,
  watch,
} from 'vue'

const key = Symbol.for('convex-action')

/** What the plugin and `provideConvexAction` take. What changes is read from refs, by functions, or from a getter of the object. */
export interface ProvidedOptions extends Omit<ProviderOptions, 'client' | 'watch' | 'defaults' | 'messages'> {
  /** The Convex client. `null` while rendering on a server. */
  readonly client?: ActionClient | null | undefined
  /** Hold where a component's options say nothing. */
  readonly defaults?: MaybeRef<ProviderOptions['defaults']>
  /** The sentences of errors: see the option of that name. */
  readonly messages?: MaybeRef<ProviderOptions['messages']>
}

/** What the plugin, or `provideConvexAction` in a component above, gave; `undefined` where neither did. */
export const provided = (): Provider | undefined =>
  hasInjectionContext() ? inject<Provider | undefined>(key, undefined) : undefined

/** Makes a provider of options that may be refs, or read refs. */
function providerOf(options: ProvidedOptions, outer?: Provider): Provider {
  const provider = createProvider(
    Object.create(options, {
      defaults: { get: () => unref(options.defaults) },
      messages: { get: () => unref(options.messages) },
      watch: { value: watchRead },
    }),
    outer,
  )
  // A user who comes and goes is known, also where no component is there to see it. In a component, as long as that is.
  const unwatch = options.ready && !isServer() && provider.watch(() => {})
  if (unwatch && getCurrentScope()) onScopeDispose(unwatch)
  return provider
}

/** Calls `listener` when a ref changes that `read` reads: also once no component is there any more. */
function watchRead(listener: () => void, read: () => unknown): () => void {
  const scope = effectScope(true)
  scope.run(() => watch(read, listener, { flush: 'sync' }))
  return () => scope.stop()
}

/**
 * Provides a Convex client to every component of an app, and what else holds for all its actions and mutations.
 *
 * - `identity` and `ready` are functions: who the user is, and whether calls may be sent. Where they read refs, every store hears at
 *   once when they change.
 * - `observer` sees every execution: `createActionObserver()`.
 * - `defaults` and `messages` hold where a component says nothing. They may be refs.
 * - `interpreter` runs the executions: see the option of that name.
 *
 * @example
 * ```ts
 * import { convexPlugin, createActionObserver } from '@convex-action/vue'
 * import { ConvexClient } from 'convex/browser'
 * import { createApp, ref } from 'vue'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const userId = ref<string>()
 * const observer = createActionObserver()
 * createApp({}).use(convexPlugin, { client, identity: () => userId.value, observer }).mount('#app')
 * ```
 */
export const convexPlugin = {
  install(app: App, options: ProvidedOptions & { client: ActionClient | null }): void {
    if (!options) throw new TypeError('convexPlugin needs a client. Say app.use(convexPlugin, { client }).')
    app.provide(key, providerOf(options))
  },
}

/**
 * Provides the same for a part of an app: for the components below the one that calls it in setup. Each field that is given replaces
 * the field of the plugin, or of a component above; `undefined` does not.
 *
 * @example
 * ```ts
 * import { provideConvexAction } from '@convex-action/vue'
 *
 * provideConvexAction({ defaults: { timeout: 30_000 } })
 * ```
 */
export function provideConvexAction(options: ProvidedOptions): void {
  provide(key, providerOf(options, provided()))
}

/** The client that `convexPlugin` provides. Throws where there is none. */
export function useConvexClient<Client extends ActionClient = ConvexClient>(): Client {
  const client = provided()?.client
  // Whoever installed the plugin knows which client it is.
  if (client) return client as Client
  throw new Error('There is no Convex client. Say app.use(convexPlugin, { client }), and call this in setup.')
}
