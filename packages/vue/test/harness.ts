import {
  api,
  type Given,
  type Harness,
  type List,
  type Options,
  type Rendered,
  rowOf,
  type SaveOptions,
  type Setup,
  type State,
  type Store,
  save,
  summaryOf,
  textOf,
} from '@convex-action/conformance'
import type { Limited } from '@convex-action/core/keyed'
import { mount } from '@vue/test-utils'
import {
  type App,
  computed,
  defineComponent,
  h,
  isRef,
  nextTick,
  type ShallowRef,
  shallowRef,
  type VNodeChild,
  watchEffect,
} from 'vue'
import {
  convexPlugin,
  provideConvexAction,
  useActionStore,
  useConvexAction,
  useConvexMutation,
  useInFlight,
  useKeyedAction,
  useKeyedMutation,
} from '../src/index.js'

/** Reads everything that an adapter returns from setup, during rendering. */
type Read = () => Rendered

/** Keyed stores as they are read during rendering, and a click in a row. */
interface Emails {
  read(): ReturnType<List['rendered']>
  row(key: string): () => State
  execute(to: string): Promise<{ messageId: string }>
}

/** Reads the refs of our adapter. */
const reading = <Values = Rendered>(refs: object) => {
  const read = () => Object.entries(refs).map(([name, field]) => [name, isRef(field) ? field.value : field])
  // A loop over names loses the types.
  return () => Object.fromEntries(read()) as Values
}

/** Our adapter, as the harness uses it. */
export const composables = {
  useStore: (store: Store): Read => reading(useActionStore(store)),
  useEmail: (options: () => Options): Read => reading(useConvexAction(api.emails.send, options)),
  useEmails(options: () => Options & Limited): Emails {
    const emails = useKeyedAction(api.emails.send, options)
    return {
      read: reading(emails),
      row: (key) => reading(useActionStore(emails.for(key))),
      execute: (to) => emails.for(to).execute({ to }),
    }
  },
}

/** The same for mutations. */
export const mutations: typeof composables = {
  ...composables,
  useEmail(options) {
    const { mutate, ...refs } = useConvexMutation(save, () => options() as SaveOptions)
    return reading({ ...refs, execute: mutate })
  },
  useEmails(options) {
    const emails = useKeyedMutation(save, () => options() as SaveOptions & Limited)
    return {
      read: reading(emails),
      row: (key) => reading(useActionStore(emails.for(key))),
      execute: (to) => emails.for(to).mutate({ to }),
    }
  },
}

/** The provided settings, in each form that can change. */
const providedBy = (given: ShallowRef<Given>) => ({
  identity: 'user' in given.value ? () => given.value.user : undefined,
  ready: 'ready' in given.value ? () => !!given.value.ready : undefined,
  defaults: computed(() => given.value.defaults),
  messages: computed(() => given.value.messages),
  interpreter: given.value.interpreter,
  get observer() {
    return given.value.observer
  },
})

/** Renders something below the providers that have settings. */
function onPage(
  { client, given = {}, part }: Pick<Setup, 'client' | 'given' | 'part'>,
  below: () => VNodeChild,
) {
  const now = shallowRef(given)
  const Part = defineComponent(() => {
    if (part) provideConvexAction(providedBy(shallowRef(part)))
    return below
  })
  const provide = (app: App) =>
    client && convexPlugin.install(app, Object.assign(providedBy(now), { client }))
  const page = mount(Part, { global: { plugins: [provide] } })
  return {
    text: () => page.text(),
    async provide(change: Given) {
      now.value = { ...now.value, ...change }
      await nextTick()
    },
    unmount: async () => page.unmount(),
  }
}

/** Runs components on our adapter, or on one that is broken. */
export const harnessOf = (
  { useStore, useEmail, useEmails } = composables,
  runs?: Harness['runs'],
): Harness => ({
  name: 'Vue',
  runs,
  missingClient: 'app.use(convexPlugin, { client })',
  async act(run) {
    await run()
    await nextTick()
  },
  async mount({ store, beforeSubscribing, effect, options: initial = {}, ...around }) {
    const options = shallowRef(initial)
    const isThere = shallowRef(true)
    let renders = 0
    let rendered: Rendered
    let inFlight = { value: 0 }
    const Email = defineComponent(() => {
      const read = store ? useStore(store) : useEmail(() => options.value)
      beforeSubscribing?.()
      if (effect) {
        const methods = read()
        watchEffect(() => effect(methods))
      }
      return () => {
        renders++
        rendered = read()
        return h('output', textOf(rendered))
      }
    })
    const InFlight = defineComponent(() => {
      inFlight = useInFlight()
      return () => null
    })
    const page = onPage(around, () => [isThere.value ? h(Email) : null, h(InFlight)])
    return {
      rendered: () => rendered,
      text: page.text,
      renders: () => renders,
      inFlight: () => inFlight.value,
      async update({ options: others, ...given }) {
        if (others) options.value = others
        await page.provide(given)
      },
      async leave() {
        isThere.value = false
        await nextTick()
      },
      unmount: page.unmount,
    }
  },
  async mountList({ keys, options = {}, ...around }) {
    const renders = new Map<string, number>()
    let emails: Emails
    const List = defineComponent(() => {
      emails = useEmails(() => options)
      const Row = defineComponent(
        ({ name }: { name: string }) => {
          const read = emails.row(name)
          return () => {
            renders.set(name, (renders.get(name) ?? 0) + 1)
            return ` ${rowOf(name, read())};`
          }
        },
        { props: ['name'] },
      )
      return () => [summaryOf(emails.read()), ...keys.map((name) => h(Row, { name }))]
    })
    const page = onPage(around, () => h('output', h(List)))
    return {
      text: page.text,
      renders: (key) => renders.get(key) ?? 0,
      rendered: () => emails.read(),
      execute: (to) => emails.execute(to),
      update: page.provide,
      unmount: page.unmount,
    }
  },
})
