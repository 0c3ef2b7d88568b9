import { createContext, createElement, type ReactNode, useInsertionEffect, useMemo, useState } from 'react'

/** Who the user is: to this render, and to all that outlives its component, such as an execution. */
interface User {
  identity: unknown
  now(): unknown
}

export const UserContext = createContext<User>({ identity: undefined, now: () => undefined })

/**
 * Tells every `useConvexAction` below it who the user is. When that changes (`Object.is`, so give an id, not an
 * object), nothing of the former user is shown or sent any more, not even for a component that is gone by then. It
 * stays mounted while users come and go.
 *
 * @example
 * ```tsx
 * <ConvexIdentityProvider identity={userId}>
 *   <Report />
 * </ConvexIdentityProvider>
 * ```
 */
export function ConvexIdentityProvider(props: { identity: unknown; children?: ReactNode }): ReactNode {
  const { identity, children } = props
  const [committed] = useState({ identity })
  useInsertionEffect(() => {
    committed.identity = identity
  })
  const user = useMemo(() => ({ identity, now: () => committed.identity }), [identity, committed])
  return createElement(UserContext.Provider, { value: user }, children)
}
