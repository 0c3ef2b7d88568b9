'use client'

import {
  type ActionClient,
  type ActionOptions,
  type ActionReference,
  type ActionStore,
  createActionStore,
  type StringArgument,
} from '@convex-action/core'
import { useConvex } from 'convex/react'
import { type FunctionReference, type FunctionReturnType, getFunctionName } from 'convex/server'
import {
  useContext,
  useEffect,
  useInsertionEffect,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
} from 'react'
import { Identity } from './identity.js'

export type * from '@convex-action/core'
// By name: what is for clients only cannot be exported by a star.
export { ActionError, createActionStore, isActionError } from '@convex-action/core'
export { ConvexIdentityProvider } from './identity.js'

type Bindable = Pick<ActionStore, 'getState'>

/** The state of a store, which narrows on `status`, and the store's methods. */
export type ActionValues<Store extends Bindable> = ReturnType<Store['getState']> &
  Omit<Store, 'getState' | 'getInitialState' | 'subscribe'>

const isServer = typeof window === 'undefined'
// React 18 warns of a layout effect on a server, where neither runs.
const useCommitted = isServer ? useEffect : useLayoutEffect

/** Shows a store in a component. Several may show the same one. */
export function useActionStore<Store extends Bindable>(store: Store): ActionValues<Store> {
  const { getState, getInitialState, subscribe, ...methods } = store as Store & ActionStore
  const state = useSyncExternalStore(subscribe, getState, getInitialState)
  return { ...methods, ...state } as unknown as ActionValues<Store>
}

/**
 * Runs a Convex action, and tells what became of it. Unmounting the component cancels nothing: the action runs on the
 * server all the same.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options May be written inline: the newest that React committed hold.
 * @throws where the reference or an option is no good, and, in a browser, where no client is provided.
 *
 * @example
 * ```ts
 * import { useConvexAction } from '@convex-action/react'
 * import { api } from './convex/_generated/api'
 *
 * const { execute, pending, data, error } = useConvexAction(api.reports.generate)
 * ```
 */
export function useConvexAction<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: ActionOptions<Ref, Id, Query> = {},
): ActionValues<ActionStore<Ref, Id, FunctionReturnType<Query>>> {
  const user = useContext(Identity)
  const client = useClient(options.client)
  const name = getFunctionName(reference)
  const make = () => {
    const newest = { options, user }
    const provided = { client, identity: () => newest.user }
    return { client, name, newest, store: createActionStore(reference, () => newest.options, provided) }
  }
  let [held, hold] = useState(make)
  if (held.client !== client || held.name !== name) {
    held = make()
    hold(held)
  }
  useInsertionEffect(() => {
    Object.assign(held.newest, { options, user })
  })
  useCommitted(held.store.identify)
  return useActionStore(held.store)
}

function useClient(own: ActionClient | undefined): ActionClient | null {
  const client = useConvex()
  if (isServer) return null
  if (own ?? client) return own ?? client
  throw new Error(
    'There is no Convex client. Wrap the app in <ConvexProvider client={client}> of convex/react.',
  )
}
