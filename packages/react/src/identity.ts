import { createContext, createElement, type ReactNode } from 'react'

/** Who the user is. */
export const Identity = createContext<unknown>(undefined)

/**
 * Tells every `useConvexAction` below it who the user is. When that changes (`Object.is`, so give an id, not an
 * object), nothing of the former user is shown or sent any more.
 *
 * @example
 * ```ts
 * import { ConvexIdentityProvider } from '@convex-action/react'
 * import { createElement } from 'react'
 *
 * const app = createElement(ConvexIdentityProvider, { identity: 'user-1' }, 'Hello')
 * ```
 */
export function ConvexIdentityProvider(props: { identity: unknown; children?: ReactNode }): ReactNode {
  return createElement(Identity.Provider, { value: props.identity }, props.children)
}
