import type { flaws } from '@convex-action/conformance'
import { type ActionState, type ActionStore, createActionStore } from '@convex-action/core'
import { useConvexClient } from 'convex-svelte'
import { onMount } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { useActionStore } from '../src/index.js'
import type { Adapter } from './harness.svelte.js'

/** An adapter that binds stores in this way. It has the types of our adapter, but wrong behavior. */
function adapterOf(bind: (store: ActionStore) => object): Adapter {
  const useActionStore = bind as unknown as Adapter['useActionStore']
  const useConvexAction: Adapter['useConvexAction'] = (reference, options) =>
    useActionStore(createActionStore(reference, options, { client: useConvexClient() }))
  return { useActionStore, useConvexAction }
}

/** The methods of a store, and its fields as `state` returns them. */
function show({ getState, getInitialState, subscribe, ...shown }: ActionStore, state: () => ActionState) {
  for (const field of Object.keys(getState()) as (keyof ActionState)[])
    Object.defineProperty(shown, field, { get: () => state()[field], enumerable: true })
  return shown
}

/** Reading one field subscribes to every change. */
export const oneSubscriber = adapterOf((store) => {
  const track = createSubscriber(store.subscribe)
  return show(store, () => {
    track()
    return store.getState()
  })
})

/** Wrong adapters that the suite must notice. */
export const broken: Record<keyof typeof flaws, Adapter> = {
  'no cleanup': adapterOf((store) => {
    let state = $state.raw(store.getState())
    store.subscribe((now) => {
      state = now
    })
    return show(store, () => state)
  }),
  'deep reactivity': adapterOf((store) => {
    let state = $state(store.getState())
    onMount(() =>
      store.subscribe((now) => {
        state = now
      }),
    )
    return show(store, () => state)
  }),
  'unstable state': adapterOf((store) => {
    const track = createSubscriber(store.subscribe)
    return show(store, () => {
      track()
      return structuredClone(store.getState())
    })
  }),
  'a store per render': {
    useActionStore,
    useConvexAction(reference, options) {
      const client = useConvexClient()
      const make = () =>
        createActionStore(reference, typeof options === 'function' ? options() : options, { client })
      const store = $derived(make())
      const state = $derived(useActionStore(store))
      return show(store as unknown as ActionStore, () => state as unknown as ActionState) as never
    },
  },
  'read before subscribe': adapterOf((store) => {
    let state = $state.raw(store.getState())
    onMount(() => {
      let isFirst = true
      return store.subscribe((now) => {
        if (!isFirst) state = now
        isFirst = false
      })
    })
    return show(store, () => state)
  }),
}
