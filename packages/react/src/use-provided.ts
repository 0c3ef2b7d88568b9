import type { ActionClient, Callable, Provided, Store } from '@convex-action/core'
import { type Bindable, isServer } from '@convex-action/core/provider'
import { useConvex } from 'convex/react'
import { getFunctionName } from 'convex/server'
import { useContext, useEffect, useInsertionEffect, useLayoutEffect, useState } from 'react'
import { ProvidedContext } from './provided-context.js'
import { type ActionValues, useActionStore } from './use-action-store.js'

const isOnServer = isServer()
// React 18 warns about layout effects on a server. Neither kind of effect runs there.
const useBeforePaint = isOnServer ? useEffect : useLayoutEffect

/** A store without its state, until its user is the user of this render. */
export function hideState<Of extends Bindable>(store: Of, isSameUser: () => boolean): Of {
  const { getState, getInitialState } = store as Of & Store
  return { ...store, getState: () => (isSameUser() ? getState() : getInitialState()) }
}

/**
 * Creates a store with the provided settings and shows it. The store stays while the function and the client stay the
 * same.
 */
export function useProvided<
  Of extends Bindable & Pick<Store, 'identify'>,
  Options extends { client?: ActionClient | null | undefined },
>(
  reference: Callable,
  options: Options,
  makeStore: (options: () => Options, provided: Provided) => Of,
  hide: typeof hideState<Of> = hideState,
): ActionValues<Of> {
  const { provider, user } = useContext(ProvidedContext)
  // If the options are not an object, the store throws.
  const client = useClient(options?.client)
  const name = nameOf(reference)
  const make = (changes = 0) => {
    const committed = { options, user, changes }
    const provided = Object.create(provider ?? null, { client: { value: client } })
    return { client, name, committed, store: makeStore(() => committed.options, provided) }
  }
  let [held, hold] = useState(() => make())
  if (held.client !== client || held.name !== name) {
    // React renders again at once. Its own error, after 25 renders, would not name the option.
    if (held.committed.changes === 10)
      throw new TypeError('Option "client" changes on every render. Create the client outside the component.')
    held = make(held.committed.changes + 1)
    hold(held)
  }
  const { committed, store } = held

  useInsertionEffect(() => {
    committed.options = options
    committed.changes = 0
  })
  useBeforePaint(() => {
    committed.user = user
    store.identify()
  })
  // Before its layout effect runs, the store has the state of the previous user. In a hidden tree, layout effects
  // wait.
  return useActionStore(hide(store, () => Object.is(committed.user, user)))
}

/** The name of a reference. If it is not a reference, the store throws. */
function nameOf(reference: Callable): string | undefined {
  try {
    return getFunctionName(reference)
  } catch {
    return undefined
  }
}

function useClient(own: ActionClient | null | undefined): ActionClient | null {
  const client = useConvex()
  if (isOnServer) return null
  if (own ?? client) return own ?? client
  throw new Error(
    'There is no Convex client. Wrap your app in <ConvexProvider client={client}> of convex/react.',
  )
}
