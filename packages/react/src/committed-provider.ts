import { createProvider, type Provider, type ProviderOptions } from '@convex-action/core/provider'

/** What is provided, as the values of a render. */
export interface Given extends Omit<ProviderOptions, 'client' | 'identity' | 'ready' | 'watch'> {
  /** Names the user: an id, or the same object for the same user. `null`: nobody. */
  identity?: unknown
  /** Whether calls may be sent: say, whether the sign-in is done. While it is false, they are `queued`. Default: they may. */
  ready?: boolean | undefined
}

/** Makes a provider of what React committed last, for all that outlives a render and a component. */
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
      // A user who comes and goes is known, also where no component was there to see it.
      provider.identity()
      for (const listener of [...listeners]) listener()
    },
  }
}
