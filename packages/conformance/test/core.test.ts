import { createActionStore, createMutationStore, type Provided } from '@convex-action/core'
import {
  api,
  type Harness,
  type Options,
  onActors,
  type SaveOptions,
  type State,
  type Store,
  save,
  testConformance,
  testFlaws,
  textOf,
} from '../src/index.js'

type Render = (state: State) => void

/** A program without a framework: it reads, then subscribes, and gives what unsubscribes. */
const ours = {
  show(store: Store, render: Render, beforeSubscribing = () => {}) {
    render(store.getState())
    beforeSubscribing()
    return store.subscribe(render)
  },
  makesStorePerRender: false,
  makeStore: (options: () => Options, provided: Provided): Store =>
    createActionStore(api.emails.send, options, provided),
}

/** The same for a mutation. */
const mutations: typeof ours = {
  ...ours,
  makeStore(options, provided) {
    const { mutate, ...store } = createMutationStore(save, () => options() as SaveOptions, provided)
    return { ...store, execute: mutate }
  },
}

const harnessOf = (
  { show, makesStorePerRender, makeStore }: typeof ours,
  runs?: Harness['runs'],
): Harness => ({
  name: 'the bare core',
  runs,
  lacks: ['notices the user', 'runs effects'],
  missingClient: 'options.client',
  act: (run) => run(),
  async mount({ client, store: shared, beforeSubscribing, options = {}, user, interpreter }) {
    const make = () => makeStore(() => options, { client, interpreter, identity: () => user })
    let store = shared ?? make()
    let shown = store.getState()
    let renders = 0
    const render: Render = (state) => {
      renders++
      shown = state
    }
    let stop = show(store, render, beforeSubscribing)
    return {
      rendered() {
        const { getState, getInitialState, subscribe, ...methods } = store
        return { ...methods, ...shown }
      },
      text: () => textOf(shown),
      renders: () => renders,
      async update(change) {
        if (change.options) options = change.options
        if ('user' in change) user = change.user
        if (!makesStorePerRender) return
        store = make()
        stop = show(store, render)
      },
      async unmount() {
        stop()
      },
    }
  },
})

/** A program that shows each state as `change` makes it. */
const showing = (change: (state: State) => State): Harness =>
  harnessOf({
    ...ours,
    show: (store, render, ...rest) => ours.show(store, (state) => render(change(state)), ...rest),
  })

testConformance(harnessOf(ours))
testConformance(onActors(harnessOf(ours)))
testConformance(harnessOf(mutations, 'mutation'))

testFlaws({
  'no cleanup': harnessOf({
    ...ours,
    show(...args) {
      ours.show(...args)
      return () => {}
    },
  }),
  'deep reactivity': showing((state) => (state.data ? { ...state, data: new Proxy(state.data, {}) } : state)),
  'unstable state': showing((state) => (state.data ? { ...state, data: { ...state.data } } : state)),
  'a store per render': harnessOf({ ...ours, makesStorePerRender: true }),
  'read before subscribe': harnessOf({
    ...ours,
    show(store, render, beforeSubscribing = () => {}) {
      render(store.getState())
      beforeSubscribing()
      let isFirst = true
      return store.subscribe((state) => {
        if (!isFirst) render(state)
        isFirst = false
      })
    },
  }),
})
