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

/** What `ConvexActionProvider` takes. The client is that of `ConvexProvider`. */
export interface ConvexActionProviderProps extends Given {
  children?: ReactNode
}

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
