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

/** Under which an app has what is provided. */
export const key = Symbol.for('convex-action')

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
export function providerOf(options: ProvidedOptions, outer?: Provider): Provider {
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
