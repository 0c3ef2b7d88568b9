import {
  createElement,
  type ReactNode,
  useContext,
  useEffect,
  useInsertionEffect,
  useMemo,
  useState,
} from 'react'
import { committedProvider, type Given } from './committed-provider.js'
import { ProvidedContext } from './provided-context.js'

/** The props of {@link ConvexActionProvider}. The client comes from `ConvexProvider` of `convex/react`. */
export interface ConvexActionProviderProps extends Given {
  /** The components that use the settings. */
  children?: ReactNode
}

/**
 * Provides settings for all hooks below it. The options of a hook override them. Inside another provider, each prop
 * that you pass replaces the prop of the outer provider; a prop that is `undefined` does not. Props may change: the
 * values that React committed last apply, even to an execution whose component is unmounted.
 *
 * @param props All props are optional.
 *
 * - `identity`: who the current user is. Pass an id, not an object. When it changes (`Object.is`), nothing of the
 *   previous user is shown or sent any more.
 * - `ready`: whether calls may be sent. If you pass it, a call that was made before any user was known belongs to the
 *   first user.
 * - `observer`: sees every execution. Pass `createActionObserver()`.
 * - `defaults`: defaults for `timeout`, `offline`, `concurrency` and `retries: { delay }`.
 * - `messages`: the texts of error messages.
 * - `interpreter`: what runs the state machine.
 *
 * @example
 * ```tsx
 * <ConvexActionProvider
 *   identity={userId}
 *   ready={isAuthenticated}
 *   observer={observer}
 *   defaults={{ timeout: 30_000 }}
 * >
 *   <Progress />
 *   <Report />
 * </ConvexActionProvider>
 * ```
 */
export function ConvexActionProvider({ children, ...given }: ConvexActionProviderProps): ReactNode {
  const outer = useContext(ProvidedContext)
  const [{ provider, commit, tell }] = useState(() => committedProvider(given, outer.provider))
  const { identity, ready, observer = outer.observer } = given
  useInsertionEffect(() => commit(given))
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is read from what was committed
  useEffect(tell, [tell, identity, ready])
  const user = identity === undefined && outer.provider ? outer.user : provider.whoIs(identity)
  const value = useMemo(() => ({ provider, user, observer }), [provider, user, observer])
  return createElement(ProvidedContext.Provider, { value }, children)
}

/**
 * Tells all hooks below it who the current user is. It is {@link ConvexActionProvider} with the prop `identity` only.
 *
 * @param props `identity`: who the current user is. Pass an id, not an object.
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
