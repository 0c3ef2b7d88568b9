import {
  api,
  onActors,
  type State,
  type Store,
  testConformance,
  testFlaws,
  testSources,
} from '@convex-action/conformance'
import { createActionStore } from '@convex-action/core'
import { onMounted, onScopeDispose, type Ref, ref, shallowRef } from 'vue'
import { useConvexClient } from '../src/index.js'
import { composables, harnessOf, mutations } from './harness.js'

testConformance(harnessOf())
testConformance(onActors(harnessOf()))
testConformance(harnessOf(mutations, 'mutation'))
testSources(import.meta.url)

/** An adapter that shows a store in its own way. */
function showing(follow: (store: Store) => Ref<State>) {
  const show = (store: Store) => {
    const state = follow(store)
    return () => ({ ...store, ...state.value })
  }
  return harnessOf({
    ...composables,
    useStore: show,
    useEmail: (options) => show(createActionStore(api.emails.send, options, { client: useConvexClient() })),
  })
}

/** Like our adapter, except that it keeps what `change` makes of a state. */
const keeping = (change: (state: State) => State) =>
  showing((store) => {
    const state = shallowRef(store.getState())
    onScopeDispose(store.subscribe((now) => (state.value = change(now))))
    return state
  })

testFlaws({
  'no cleanup': showing((store) => {
    const state = shallowRef(store.getState())
    store.subscribe((now) => (state.value = now))
    return state
  }),
  'deep reactivity': showing((store) => {
    const state = ref(store.getState()) as Ref<State>
    onScopeDispose(store.subscribe((now) => (state.value = now)))
    return state
  }),
  'unstable state': keeping((state) => (state.data ? { ...state, data: { ...state.data } } : state)),
  'a store per render': harnessOf({
    ...composables,
    useEmail(options) {
      const client = useConvexClient()
      return () => composables.useStore(createActionStore(api.emails.send, options, { client }))()
    },
  }),
  'read before subscribe': showing((store) => {
    const state = shallowRef(store.getState())
    let isFirst = true
    onMounted(() =>
      store.subscribe((now) => {
        if (!isFirst) state.value = now
        isFirst = false
      }),
    )
    return state
  }),
})
