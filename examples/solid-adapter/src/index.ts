import type { Provided, Store } from '@convex-action/core'
import { createActionStore, createMutationStore } from '@convex-action/core'
import { createKeyedActionStore, createKeyedMutationStore } from '@convex-action/core/keyed'
import type { Bindable, Bound, Makers, Provider, ProviderOptions } from '@convex-action/core/provider'
import { createProvider, isServer } from '@convex-action/core/provider'
import * as solid from 'solid-js'

const Context = solid.createContext<Provider>()

/** Calls `listener` now, and whenever a signal changes that `read` reads, until you call what it returns. */
const watch = (listener: () => void, read: () => unknown) =>
  solid.createRoot((end) => {
    solid.createComputed(solid.on(read, listener))
    return end
  })

/** Begins something when the component is mounted, and so never on a server. Ends it with the component. */
const whileMounted = (begin: () => () => void) => solid.onMount(() => solid.onCleanup(begin()))

/** Provides a client, and what else holds for every hook below it. */
export function ConvexActionProvider(props: solid.FlowProps<Omit<ProviderOptions, 'watch'>>) {
  const value = createProvider(solid.mergeProps(props, { watch }), solid.useContext(Context))
  whileMounted(() => value.watch(() => {}))
  return solid.createComponent(Context.Provider, solid.mergeProps(props, { value }))
}

/** Shows a store. Its fields are reactive getters, so only the methods may be destructured. */
export function useActionStore<Of extends Bindable>(store: Of): Bound<Of> {
  const { getState, getInitialState, subscribe, user, ...methods } = store as Of & Store
  const [state, show] = solid.createSignal(solid.sharedConfig.context ? getInitialState() : getState())
  whileMounted(() => subscribe(show))
  const shown: object = {}
  for (const [name, method] of Object.entries(methods))
    Object.assign(shown, { [name]: (...args: unknown[]) => solid.untrack(() => method(...args)) })
  for (const field of Object.keys(state()) as (keyof ReturnType<typeof state>)[])
    Object.defineProperty(shown, field, { get: solid.createMemo(() => state()[field]), enumerable: true })
  return shown as Bound<Of>
}

/** Makes a hook of what makes a store. */
function hookOf<Reference, Options, Of extends Bindable & Pick<Store, 'identify' | 'user'>>(
  make: (reference: Reference, options: Options | undefined, provided: Provided) => Of,
) {
  return (reference: Reference, options?: Options): Bound<Of> => {
    const provider = solid.useContext(Context)
    const client = isServer() ? null : (provider?.client ?? missing)
    const store = make(reference, options, Object.create(provider ?? null, { client: { value: client } }))
    whileMounted(() => watch(store.identify, store.user))
    return useActionStore(store)
  }
}

const missing = () => {
  throw new Error('There is no Convex client. Wrap the app in <ConvexActionProvider client={client}>.')
}

export const useConvexAction = /* @__PURE__ */ hookOf(createActionStore as Makers['action'])
export const useConvexMutation = /* @__PURE__ */ hookOf(createMutationStore as Makers['mutation'])
export const useKeyedAction = /* @__PURE__ */ hookOf(createKeyedActionStore as Makers['keyedAction'])
export const useKeyedMutation = /* @__PURE__ */ hookOf(createKeyedMutationStore as Makers['keyedMutation'])

/** How many executions are in flight below the provider, as its `observer` counts them. */
export function useInFlight(): solid.Accessor<number> {
  const provider = solid.useContext(Context)
  const [count, show] = solid.createSignal(0)
  solid.createEffect(() => {
    show(0)
    const end = provider?.observer?.subscribe?.(show)
    if (end) solid.onCleanup(end)
  })
  return count
}
