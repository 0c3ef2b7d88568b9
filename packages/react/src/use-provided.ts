import type { ActionClient, Callable, Provided, Store } from '@convex-action/core'
import { useConvex } from 'convex/react'
import { getFunctionName } from 'convex/server'
import { useContext, useEffect, useInsertionEffect, useLayoutEffect, useState } from 'react'
import { ProvidedContext } from './provider.js'
import { type ActionValues, useActionStore } from './use-action-store.js'

const isServer = typeof window === 'undefined'
// React 18 warns of a layout effect on a server, where neither runs.
const useBeforePaint = isServer ? useEffect : useLayoutEffect

/** Makes a store with what is provided, for as long as the function and the client are the same, and shows it. */
export function useProvided<
  Of extends Pick<Store, 'getState' | 'identify'>,
  Options extends { client?: ActionClient | null | undefined },
>(
  reference: Callable,
  options: Options,
  makeStore: (options: () => Options, provided: Provided) => Of,
): ActionValues<Of> {
  const provided = useContext(ProvidedContext)
  const { identity } = provided.rendered
  // Of options that are none the store says so.
  const client = useClient(options?.client)
  const name = nameOf(reference)
  const make = (changes = 0) => {
    const committed = { options, identity, provided: provided.committed, changes }
    const store = makeStore(() => committed.options, {
      client,
      identity: () => committed.provided.identity,
      get interpreter() {
        return committed.provided.interpreter
      },
    })
    return { client, name, committed, store }
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
    committed.provided = provided.committed
    committed.changes = 0
  })
  useBeforePaint(() => {
    committed.identity = identity
    store.identify()
  })
  // Until the store is told, it shows the former user's: also in a hidden tree, whose layout effects wait.
  const { getState, getInitialState } = store as Of & Store
  const isSameUser = () => Object.is(committed.identity, identity)
  return useActionStore({ ...store, getState: () => (isSameUser() ? getState() : getInitialState()) })
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
  if (isServer) return null
  if (own ?? client) return own ?? client
  throw new Error(
    'There is no Convex client. Wrap the app in <ConvexProvider client={client}> of convex/react.',
  )
}
