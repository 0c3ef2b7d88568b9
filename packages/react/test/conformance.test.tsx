import {
  api,
  onActors,
  type Rendered,
  type Store,
  testConformance,
  testFlaws,
  testSources,
} from '@convex-action/conformance'
import { useConvex } from 'convex/react'
import { useEffect, useMemo, useState } from 'react'
import { createActionStore, useActionStore } from '../src/index.js'
import { harnessOf, hooks, mutations } from './harness.js'

testConformance(harnessOf())
testConformance(onActors(harnessOf()))
testConformance(harnessOf(hooks, { isStrict: true }))
testConformance(harnessOf(mutations, { runs: 'mutation' }))
testSources(import.meta.url)

function withoutCleanup(store: Store): Store {
  const subscribe: Store['subscribe'] = (listener) => {
    store.subscribe(listener)
    return () => {}
  }
  return { ...store, subscribe }
}

// The compiler does not see that the fields narrow together.
const withData = (rendered: Rendered, data: unknown) => ({ ...rendered, data }) as Rendered

testFlaws({
  'no cleanup': harnessOf({
    ...hooks,
    useStore: (store) => useActionStore(useMemo(() => withoutCleanup(store), [store])),
  }),
  'deep reactivity': harnessOf({
    ...hooks,
    useEmail(options) {
      const rendered = hooks.useEmail(options)
      const { data } = rendered
      return withData(
        rendered,
        useMemo(() => structuredClone(data), [data]),
      )
    },
  }),
  'unstable state': harnessOf({
    ...hooks,
    useEmail(options) {
      const rendered = hooks.useEmail(options)
      return withData(rendered, rendered.data && { ...rendered.data })
    },
  }),
  'a store per render': harnessOf({
    ...hooks,
    useEmail: (options) =>
      useActionStore(createActionStore(api.emails.send, options, { client: useConvex() })),
  }),
  'read before subscribe': harnessOf({
    ...hooks,
    useStore(store) {
      const [state, set] = useState(store.getState)
      useEffect(() => {
        let isFirst = true
        return store.subscribe((now) => {
          if (!isFirst) set(now)
          isFirst = false
        })
      }, [store])
      return { ...store, ...state }
    },
  }),
})
