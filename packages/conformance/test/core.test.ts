import { createActionStore, createMutationStore, type Provided } from '@convex-action/core'
import {
  createKeyedActionStore,
  createKeyedMutationStore,
  type KeyedStore,
  type Limited,
} from '@convex-action/core/keyed'
import { createProvider, type Provider, type ProviderOptions } from '@convex-action/core/provider'
import {
  api,
  type Given,
  type Harness,
  type List,
  type Options,
  onActors,
  rowOf,
  type SaveOptions,
  type State,
  type Store,
  save,
  summaryOf,
  testConformance,
  testFlaws,
  textOf,
} from '../src/index.js'

type Render = (state: State) => void

/** Keyed stores, and a click in a row. */
interface Keyed {
  keyed: KeyedStore<Pick<Store, 'subscribe'>>
  execute(to: string): Promise<{ messageId: string }>
}

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
  makeKeyed(options: () => Options & Limited, provided: Provided): Keyed {
    const keyed = createKeyedActionStore(api.emails.send, options, provided)
    return { keyed, execute: (to: string) => keyed.for(to).execute({ to }) }
  },
}

/** The same for a mutation. */
const mutations: typeof ours = {
  ...ours,
  makeStore(options, provided) {
    const { mutate, ...store } = createMutationStore(save, () => options() as SaveOptions, provided)
    return { ...store, execute: mutate }
  },
  makeKeyed(options, provided) {
    const keyed = createKeyedMutationStore(save, () => options() as SaveOptions & Limited, provided)
    return { keyed, execute: (to: string) => keyed.for(to).mutate({ to }) }
  },
}

/** A provider that says what it is given, and tells of changes. */
function providerOf(client: Provided['client'], given: Given, outer?: Provider) {
  const listeners = new Set<() => void>()
  const options: ProviderOptions = {
    client,
    get identity() {
      return 'user' in given ? () => given.user : undefined
    },
    get ready() {
      return 'ready' in given ? () => !!given.ready : undefined
    },
    get observer() {
      return given.observer
    },
    get defaults() {
      return given.defaults
    },
    get messages() {
      return given.messages
    },
    get interpreter() {
      return given.interpreter
    },
    watch(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const change = (now: Given) => {
    Object.assign(given, now)
    for (const listener of listeners) listener()
  }
  return { provider: createProvider(options, outer), change }
}

/** A program that shows a list. */
async function mountList(
  makeKeyed: (typeof ours)['makeKeyed'],
  { client, given, keys, options = {} }: Parameters<Harness['mountList']>[0],
): Promise<List> {
  const { provider, change } = providerOf(client, { ...given })
  const { keyed, execute } = makeKeyed(() => options, provider)
  const rows = keys.map((key) => {
    const row = { text: '', renders: 0, end: () => {} }
    row.end = keyed.for(key).subscribe((state) => {
      row.text = rowOf(key, state)
      row.renders++
    })
    return row
  })
  return {
    text: () => [summaryOf(keyed.getState()), ...rows.map(({ text }) => `${text};`)].join(' '),
    renders: (key) => rows[keys.indexOf(key)]?.renders ?? 0,
    rendered: () => ({ ...keyed, ...keyed.getState() }),
    execute,
    update: async (now) => change(now),
    unmount: async () => {
      for (const { end } of rows) end()
    },
  }
}

const harnessOf = (
  { show, makesStorePerRender, makeStore, makeKeyed }: typeof ours,
  runs?: Harness['runs'],
): Harness => ({
  name: 'the bare core',
  runs,
  lacks: ['notices the user', 'runs effects'],
  missingClient: 'options.client',
  act: (run) => run(),
  mountList: (setup) => mountList(makeKeyed, setup),
  async mount({ client, store: shared, beforeSubscribing, options = {}, given, part }) {
    const { provider: app, change } = providerOf(client, { ...given })
    const { provider } = part ? providerOf(undefined, part, app) : { provider: app }
    const make = () => makeStore(() => options, provider)
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
      inFlight: () => provider.observer?.getInFlight?.() ?? 0,
      async update({ options: others, ...now }) {
        if (others) options = others
        change(now)
        if (!makesStorePerRender) return
        store = make()
        stop = show(store, render)
      },
      leave: async () => stop(),
      unmount: async () => stop(),
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
