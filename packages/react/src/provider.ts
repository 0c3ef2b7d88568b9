import type { Provided } from '@convex-action/core'
import {
  createContext,
  createElement,
  type ReactNode,
  useContext,
  useInsertionEffect,
  useMemo,
  useState,
} from 'react'

/** What `ConvexActionProvider` takes. The client is that of `ConvexProvider`. */
export interface ConvexActionProviderProps extends Omit<Provided, 'client' | 'identity'> {
  /** Names the user: an id, or the same object for the same user. */
  identity?: unknown
  children?: ReactNode
}

type Given = Omit<ConvexActionProviderProps, 'children'>

/** What is provided: to this render, and to all that outlives its component, such as an execution. */
interface Context {
  rendered: Given
  committed: Given
}

export const ProvidedContext = createContext<Context>({ rendered: {}, committed: {} })

/**
 * Provides what holds for every `useConvexAction` and `useConvexMutation` below it, where their options say nothing. Below
 * another provider, each prop that is given replaces the prop of the outer one. It stays mounted while its props change.
 *
 * @param props.identity Names the user. When it changes (`Object.is`, so give an id, not an object), nothing of the former user
 * is shown or sent any more, not even for a component that is gone by then.
 * @param props.interpreter Runs the executions: see the option of that name.
 *
 * @example
 * ```tsx
 * <ConvexActionProvider identity={userId}>
 *   <Report />
 * </ConvexActionProvider>
 * ```
 */
export function ConvexActionProvider({ children, ...given }: ConvexActionProviderProps): ReactNode {
  const outer = useContext(ProvidedContext).rendered
  const rendered = { ...outer, ...given }
  const [committed] = useState(rendered)
  useInsertionEffect(() => {
    Object.assign(committed, rendered)
  })
  const { identity, interpreter } = rendered
  const value = useMemo(
    () => ({ rendered: { identity, interpreter }, committed }),
    [identity, interpreter, committed],
  )
  return createElement(ProvidedContext.Provider, { value }, children)
}

/**
 * Tells every `useConvexAction` below it who the user is. It is `ConvexActionProvider` with `identity` alone.
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
