import {
  api,
  type Harness,
  type Options,
  type Rendered,
  type SaveOptions,
  type Store,
  save,
  textOf,
} from '@convex-action/conformance'
import { mount } from '@vue/test-utils'
import { type App, defineComponent, h, isRef, nextTick, shallowRef, watchEffect } from 'vue'
import { convexPlugin, useActionStore, useConvexAction, useConvexMutation } from '../src/index.js'

/** What an adapter gives in setup: how to read all of it while rendering. */
type Read = () => Rendered

/** Reads the refs of our adapter. */
const reading = (refs: object): Read => {
  const read = () => Object.entries(refs).map(([name, field]) => [name, isRef(field) ? field.value : field])
  // A loop over names loses the types that stood beside them.
  return () => Object.fromEntries(read()) as Rendered
}

/** Our adapter, as the harness uses it. */
export const composables = {
  useStore: (store: Store): Read => reading(useActionStore(store)),
  useEmail: (options: () => Options): Read => reading(useConvexAction(api.emails.send, options)),
}

/** The same for a mutation. */
export const mutations: typeof composables = {
  ...composables,
  useEmail(options) {
    const { mutate, ...refs } = useConvexMutation(save, () => options() as SaveOptions)
    return reading({ ...refs, execute: mutate })
  },
}

/** Runs components on our adapter, or on one that is broken. */
export const harnessOf = ({ useStore, useEmail } = composables, runs?: Harness['runs']): Harness => ({
  name: 'Vue',
  runs,
  missingClient: 'app.use(convexPlugin, { client })',
  async act(run) {
    await run()
    await nextTick()
  },
  async mount({ client, store, beforeSubscribing, effect, options: given = {}, interpreter, ...initial }) {
    const options = shallowRef(given)
    const user = shallowRef(initial.user)
    const identity = initial.user === undefined ? undefined : () => user.value
    let renders = 0
    let rendered: Rendered
    const component = defineComponent(() => {
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
    const provide = (app: App) => client && convexPlugin.install(app, { client, identity, interpreter })
    const page = mount(component, { global: { plugins: [provide] } })
    return {
      rendered: () => rendered,
      text: () => page.text(),
      renders: () => renders,
      async update(change) {
        if (change.options) options.value = change.options
        if ('user' in change) user.value = change.user
        await nextTick()
      },
      async unmount() {
        page.unmount()
      },
    }
  },
})
