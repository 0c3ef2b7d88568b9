import {
  type ActionOptions,
  type ActionReference,
  type ActionStore,
  createActionStore,
  type Provided,
  type StringArgument,
} from '@convex-action/core'
import type { FunctionReference, FunctionReturnType } from 'convex/server'
import { useConvexClient } from 'convex-svelte'
import { getContext, onMount, setContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { toStore } from 'svelte/store'

export * from '@convex-action/core'

type Bindable = Pick<ActionStore, 'getState'>

/** The fields of a store's state as reactive getters, and its methods. Only the methods may be destructured. */
export type ActionFields<Store extends Bindable> = Readonly<Fields<ReturnType<Store['getState']>>> &
  Omit<Store, 'getState' | 'getInitialState' | 'subscribe'>

// Over the keys, for a mapped type over a union would be a union.
type Fields<State, Field extends keyof State = keyof State> = { [Key in Field]: State[Key] }

const key = Symbol.for('convex-action.identity')
const isServer = typeof window === 'undefined'

/**
 * Tells every `useConvexAction` in the components below who the user is. `identity` may read state: when its answer
 * changes (`Object.is`, so let it answer with an id, not with an object), nothing of the former user is shown or sent any more.
 */
export function setupConvexIdentity(identity: () => unknown): void {
  setContext(key, identity)
}

/** Shows a store. Several components may show the same one. An effect re-runs only when a field that it reads changes. */
export function useActionStore<Store extends Bindable>(store: Store): ActionFields<Store> {
  const { getState, getInitialState, subscribe, ...shown } = store as Store & ActionStore
  for (const field of Object.keys(getState()) as (keyof ReturnType<typeof getState>)[]) {
    const track = createSubscriber((update) => {
      let seen = getState()[field]
      return subscribe((state) => {
        if (Object.is(seen, state[field])) return
        seen = state[field]
        update()
      })
    })
    const get = () => {
      track()
      return getState()[field]
    }
    Object.defineProperty(shown, field, { get, enumerable: true })
  }
  return shown as unknown as ActionFields<Store>
}

/**
 * Runs a Convex action, and tells what became of it. Unmounting the component cancels nothing: the action runs on the
 * server all the same. To be called while a component is set up.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options Also as a getter, to be asked at each `execute`.
 * @throws where the reference or an option is no good, and, in a browser, where no client is provided.
 *
 * @example
 * ```ts
 * import { useConvexAction } from '@convex-action/svelte'
 * import { api } from './convex/_generated/api'
 *
 * const report = useConvexAction(api.reports.generate)
 * ```
 */
export function useConvexAction<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: ActionOptions<Ref, Id, Query> | (() => ActionOptions<Ref, Id, Query>) = {},
): ActionFields<ActionStore<Ref, Id, FunctionReturnType<Query>>> {
  const read = () => (typeof options === 'function' ? options() : options)
  const provided: Provided = {
    client: isServer ? null : (read().client ?? useConvexClient()),
    identity: getContext(key),
  }
  const store = createActionStore(reference, read, provided)
  const user = toStore(() => (read().identity ?? provided.identity)?.())
  onMount(() => user.subscribe(store.identify))
  // That there is a component counts, even if it reads no field.
  onMount(() => store.subscribe(() => {}))
  return useActionStore(store)
}
