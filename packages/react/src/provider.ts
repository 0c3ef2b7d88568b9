import { createProvider, type Provider, type ProviderOptions } from '@convex-action/core/provider'
import {
  createElement,
  type ReactNode,
  useContext,
  useEffect,
  useInsertionEffect,
  useMemo,
  useState,
} from 'react'
import { ProvidedContext } from './provided-context.js'

/** What `ConvexActionProvider` takes. The client is that of `ConvexProvider`. */
export interface ConvexActionProviderProps
  extends Omit<ProviderOptions, 'client' | 'identity' | 'ready' | 'watch'> {
  /** Names the user: an id, or the same object for the same user. `null`: nobody. */
  identity?: unknown
  /** Whether calls may be sent: say, whether the sign-in is done. While it is false, they are `queued`. Default: they may. */
  ready?: boolean | undefined
  children?: ReactNode
}

type Given = Omit<ConvexActionProviderProps, 'children'>

/**
 * Provides what holds for every hook below it, where its options say nothing. Below another provider, each prop that is given
 * replaces the prop of the outer one; `undefined` does not. It stays mounted while its props change: the newest that React committed
 * hold, also for an execution whose component is gone.
 *
 * @param props.identity Names the user. When it changes (`Object.is`, so give an id, not an object), nothing of the former user
 * is shown or sent any more, not even for a component that is gone by then.
 * @param props.ready Whether calls may be sent. With it, a call that was made before any user was known belongs to the first user.
 * @param props.observer Sees every execution: `createActionObserver()`.
 * @param props.defaults Hold where an option is left out: `timeout`, `offline`, `concurrency`, `retries: { delay }`.
 * @param props.messages The sentences of errors: see the option of that name.
 * @param props.interpreter Runs the executions: see the option of that name.
 *
 * @example
 * ```tsx
 * <ConvexActionProvider identity={userId} ready={isSignedIn} defaults={{ timeout: 30_000 }}>
 *   <Report />
 * </ConvexActionProvider>
 * ```
 */
export function ConvexActionProvider({ children, ...given }: ConvexActionProviderProps): ReactNode {
  const outer = useContext(ProvidedContext)
  const [{ provider, commit, tell }] = useState(() => providerOf(given, outer.provider))
  const { identity, ready, observer = outer.observer } = given
  useInsertionEffect(() => commit(given))
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is read from what was committed
  useEffect(tell, [tell, identity, ready])
  const user = identity === undefined && outer.provider ? outer.user : provider.whoIs(identity)
  const value = useMemo(() => ({ provider, user, observer }), [provider, user, observer])
  return createElement(ProvidedContext.Provider, { value }, children)
}

/** A provider of what was committed last. */
function providerOf(given: Given, outer: Provider | undefined) {
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

/**
 * Tells every hook below it who the user is. It is `ConvexActionProvider` with `identity` alone.
 *
 * @example
 * ```tsx
 * <ConvexIdentityProvider identity={userId}>
 *   <Report />
 * </ConvexIdentityProvider>
 * ```
 */
export function ConvexIdentityProvider(props: { identity: unknown; children?: ReactNode }): ReactNode {
  return createElement(ConvexActionProvider, props)
}
