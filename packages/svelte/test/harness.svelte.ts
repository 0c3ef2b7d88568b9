import type { Given, Harness, List, Rendered, Setup } from '@convex-action/conformance'
import { type Component, flushSync, mount, tick, unmount } from 'svelte'
import * as real from '../src/index.js'
import App from './components/App.svelte'
import EmailList from './components/List.svelte'
import Page from './components/Page.svelte'
import { contextOf } from './setup.js'

export type Adapter = Pick<typeof real, 'useActionStore' | 'useConvexAction'>

/** The provided settings, in each form that can change. */
const setupOf = (given: () => Given): real.Setup => ({
  identity: 'user' in given() ? () => given().user : undefined,
  ready: 'ready' in given() ? () => !!given().ready : undefined,
  get observer() {
    return given().observer
  },
  get defaults() {
    return given().defaults
  },
  get messages() {
    return given().messages
  },
  interpreter: given().interpreter,
})

/** Renders something below the providers that have settings. */
function onPage(
  { client, given, part }: Pick<Setup, 'client' | 'given' | 'part'>,
  // biome-ignore lint/suspicious/noExplicitAny: a component with its own props
  Below: Component<any>,
  below: object,
) {
  let now = $state.raw(given ?? {})
  let isThere = $state(true)
  let inFlight = () => 0
  const setups = [given && setupOf(() => now), part && setupOf(() => part)]
  const target = document.createElement('main')
  const props = {
    setups: setups.filter((setup) => setup !== undefined),
    get isThere() {
      return isThere
    },
    oncount(shown: () => number) {
      inFlight = shown
    },
    Below,
    props: below,
  }
  const page = mount(App, { target, props, context: contextOf(client) })
  let isMounted = true
  flushSync()
  return {
    text: () => target.textContent.replaceAll(/\s+/g, ' ').trim(),
    inFlight: () => inFlight(),
    async provide(change: Given) {
      now = { ...now, ...change }
      await tick()
    },
    async leave() {
      isThere = false
      await tick()
    },
    async unmount() {
      if (isMounted) await unmount(page)
      isMounted = false
    },
  }
}

/** Runs components with a Svelte adapter: ours or a broken one. */
export const harnessOf = (adapter: Adapter = real, runs?: Harness['runs']): Harness => ({
  name: 'Svelte',
  runs,
  missingClient: 'call setupConvex()',
  async act(run) {
    await run()
    await tick()
  },
  async mount({ client, given, part, ...initial }: Setup) {
    let options = $state.raw(initial.options)
    let renders = 0
    let rendered: Rendered
    const { provide, ...page } = onPage({ client, given, part }, Page, {
      adapter,
      runs,
      ...initial,
      get options() {
        return options
      },
      onrender(fields: Rendered) {
        renders++
        rendered = fields
      },
    })
    return {
      ...page,
      rendered: () => rendered,
      renders: () => renders,
      async update({ options: others = options, ...said }) {
        options = others
        await provide(said)
      },
    }
  },
  async mountList({ client, given, keys, options }) {
    const renders = new Map<string, number>()
    let list: Pick<List, 'rendered' | 'execute'>
    const { provide, ...page } = onPage({ client, given }, EmailList, {
      runs,
      keys,
      options,
      onlist(shown: typeof list) {
        list = shown
      },
      onrow: (key: string) => renders.set(key, (renders.get(key) ?? 0) + 1),
    })
    return {
      ...page,
      renders: (key) => renders.get(key) ?? 0,
      rendered: () => list.rendered(),
      execute: (to) => list.execute(to),
      update: provide,
    }
  },
})
