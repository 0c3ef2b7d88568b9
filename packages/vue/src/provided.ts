import type { ActionClient } from '@convex-action/core'
import { createProvider, isServer, type Provider, type ProviderOptions } from '@convex-action/core/provider'
import {
  effectScope,
  getCurrentScope,
  hasInjectionContext,
  inject,
  type MaybeRef,
  onScopeDispose,
  unref,
  watch,
} from 'vue'

/** The key under which an app provides its settings. */
export const key = Symbol.for('convex-action')

/**
 * The options of the plugin and of `provideConvexAction`. Values that change can be refs, functions, or getters of
 * the object.
 */
export interface ProvidedOptions extends Omit<ProviderOptions, 'client' | 'watch' | 'defaults' | 'messages'> {
  /** The Convex client. `null` while rendering on a server. `undefined` means the client of the plugin. */
  readonly client?: ActionClient | null | undefined
  /**
   * Defaults for the options of actions and mutations, or a ref of them. `undefined` means those of the plugin or a
   * component above.
   */
  readonly defaults?: MaybeRef<ProviderOptions['defaults']>
  /**
   * The texts of error messages, or a ref of them: see the option `messages`. `undefined` means those of the plugin
   * or a component above.
   */
  readonly messages?: MaybeRef<ProviderOptions['messages']>
}

/** The provider of the plugin or of a component above, or `undefined` if there is none. */
export const provided = (): Provider | undefined =>
  hasInjectionContext() ? inject<Provider | undefined>(key, undefined) : undefined

/** Creates a provider from options that may be refs or read refs. */
export function providerOf(options: ProvidedOptions, outer?: Provider): Provider {
  const provider = createProvider(
    Object.create(options, {
      defaults: { get: () => unref(options.defaults) },
      messages: { get: () => unref(options.messages) },
      watch: { value: watchRead },
    }),
    outer,
  )
  // Notices a user who comes and goes while no component needs to know. In a component, it ends with the component.
  const unwatch = options.ready && !isServer() && provider.watch(() => {})
  if (unwatch && getCurrentScope()) onScopeDispose(unwatch)
  return provider
}

/** Calls `listener` when a ref that `read` reads changes, even after the component is unmounted. */
function watchRead(listener: () => void, read: () => unknown): () => void {
  const scope = effectScope(true)
  scope.run(() => watch(read, listener, { flush: 'sync' }))
  return () => scope.stop()
}
