import { createProvider, type Provider, type ProviderOptions } from '@convex-action/core/provider'

/** The settings of a provider in one render. */
export interface Given extends Omit<ProviderOptions, 'client' | 'identity' | 'ready' | 'watch'> {
  /**
   * Who the current user is: an id, or the same object every time. `null` means no user. `undefined` means the user
   * of the outer provider, if there is one.
   */
  identity?: unknown
  /**
   * Whether calls may be sent, for example whether sign-in is complete. While it is `false`, calls are `queued`.
   * `undefined` means the outer provider's `ready`, or always ready.
   */
  ready?: boolean | undefined
}

/**
 * Creates a provider of the values that React committed last. It also serves code that outlives a render or a
 * component.
 */
export function committedProvider(given: Given, outer: Provider | undefined) {
  const listeners = new Set<() => void>()
  const watch = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const optionsOf = ({
    identity,
    ready,
    observer,
    defaults,
    messages,
    interpreter,
  }: Given): ProviderOptions => ({
    identity: identity === undefined ? undefined : () => identity,
    ready: ready === undefined ? undefined : () => ready,
    observer,
    defaults,
    messages,
    interpreter,
    watch,
  })
  const committed = optionsOf(given)
  const provider = createProvider(committed, outer)
  return {
    provider,
    commit: (now: Given) => void Object.assign(committed, optionsOf(now)),
    tell() {
      // Notices a user who comes and goes while no component is mounted.
      provider.identity()
      for (const listener of [...listeners]) listener()
    },
  }
}
