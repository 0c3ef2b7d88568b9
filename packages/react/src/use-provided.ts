import type { ActionClient, Callable, Provided, Store } from '@convex-action/core'
import { isServer } from '@convex-action/core/provider'
import { useConvex } from 'convex/react'
import { getFunctionName } from 'convex/server'
import { useContext, useEffect, useInsertionEffect, useLayoutEffect, useState } from 'react'
import { ProvidedContext } from './provided-context.js'
import { type ActionValues, type Bindable, useActionStore } from './use-action-store.js'

const isOnServer = isServer()
// React 18 warns of a layout effect on a server, where neither runs.
const useBeforePaint = isOnServer ? useEffect : useLayoutEffect

/** A store without its state, until the user is the one whom the store knows. */
export function hideState<Of extends Bindable>(store: Of, isSameUser: () => boolean): Of {
  const { getState, getInitialState } = store as Of & Store
  return { ...store, getState: () => (isSameUser() ? getState() : getInitialState()) }
}

/** Makes a store with what is provided, for as long as the function and the client are the same, and shows it. */
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
  // Of options that are none the store says so.
  const client = useClient(options?.client)
  const name = nameOf(reference)
  const make = (changes = 0) => {
    const committed = { options, user, changes }
    const provided = Object.create(provider ?? null, { client: { value: client } })
    return { client, name, committed, store: makeStore(() => committed.options, provided) }
  }
  let [held, hold] = useState(() => make())
  if (held.client !== client || held.name !== name) {
    // React renders again at once. Its own error, after 25 times, names no option.
    if (held.committed.changes === 10)
      throw new TypeError(
        'Option "client" is another one at each render. Make the client outside of the component.',
      )
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
  // Until the store is told, it shows the former user's: also in a hidden tree, whose layout effects wait.
  return useActionStore(hide(store, () => Object.is(committed.user, user)))
}

/** The name behind a reference. Of what is none the store says so. */
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
    'There is no Convex client. Wrap the app in <ConvexProvider client={client}> of convex/react.',
  )
}
