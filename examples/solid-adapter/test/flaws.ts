import type { flaws, Harness, Rendered } from '@convex-action/conformance'
import { createMemo, createRenderEffect, createSignal, onCleanup, onMount, untrack } from 'solid-js'
import { createStore } from 'solid-js/store'
import { type Hooks, harnessOf, hooks } from './harness.js'

const broken = (wrong: Partial<Hooks>): Harness => harnessOf({ ...hooks, ...wrong })

/** Fields that are read of what `read` gives at the time. */
function fieldsOf(read: () => object): Rendered {
  const fields = {}
  for (const name of Object.keys(untrack(read)) as never[])
    Object.defineProperty(fields, name, { get: () => read()[name], enumerable: true })
  return fields as Rendered
}

/** Each way to write the adapter wrong that the suite has to notice. */
export const flawed: Record<keyof typeof flaws, Harness> = {
  'no cleanup': broken({
    useStore(store) {
      const [state, show] = createSignal(store.getState())
      store.subscribe(show)
      return fieldsOf(() => ({ ...store, ...state() }))
    },
  }),
  'deep reactivity': broken({
    useEmail(options) {
      const email = hooks.useEmail(options)
      const [kept, keep] = createStore<Pick<Rendered, 'data'>>({ data: undefined })
      createRenderEffect(() => keep({ data: email.data }))
      return fieldsOf(() => ({ ...email, data: kept.data }))
    },
  }),
  'unstable state': broken({
    useEmail(options) {
      const email = hooks.useEmail(options)
      return fieldsOf(() => ({ ...email, data: email.data && { ...email.data } }))
    },
  }),
  'a store per render': broken({
    useEmail(options) {
      const email = createMemo(() => options() && hooks.useEmail(options))
      return fieldsOf(email)
    },
  }),
  'read before subscribe': broken({
    useStore(store) {
      const [state, show] = createSignal(store.getState())
      onMount(() => {
        let isFirst = true
        const end = store.subscribe((now) => {
          if (!isFirst) show(now)
          isFirst = false
        })
        onCleanup(end)
      })
      return fieldsOf(() => ({ ...store, ...state() }))
    },
  }),
}
