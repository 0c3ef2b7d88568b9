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
import { createComponent, createEffect, createMemo, createSignal, type JSX } from 'solid-js'
import { render } from 'solid-js/web'
import {
  ConvexActionProvider,
  useActionStore,
  useConvexAction,
  useConvexMutation,
  useInFlight,
  useKeyedAction,
  useKeyedMutation,
} from '../src/index.js'

/** Keyed stores, the state of a row, and a click in it. */
interface Emails {
  all: ReturnType<List['rendered']>
  row(key: string): State
  execute(to: string): Promise<{ messageId: string }>
}

/** How a component comes to its fields: by the hooks of the adapter, or by broken ones. */
export interface Hooks {
  useStore(store: Store): Rendered
  useEmail(options: () => Options): Rendered
  useEmails(options: Options & Limited): Emails
}

export const hooks: Hooks = {
  useStore: useActionStore,
  useEmail: (options) => useConvexAction(api.emails.send, options),
  useEmails(options) {
    const all = useKeyedAction(api.emails.send, options)
    return {
      all,
      row: (key) => useActionStore(all.for(key)),
      execute: (to) => all.for(to).execute({ to }),
    }
  },
}

/** The same for a mutation. */
export const mutations: Hooks = {
  ...hooks,
  useEmail(options) {
    const email = useConvexMutation(save, () => options() as SaveOptions)
    return Object.defineProperty(email as object, 'execute', {
      value: email.mutate,
      enumerable: true,
    }) as Rendered
  },
  useEmails(options) {
    const all = useKeyedMutation(save, options as SaveOptions & Limited)
    return {
      all,
      row: (key) => useActionStore(all.for(key)),
      execute: (to) => all.for(to).mutate({ to }),
    }
  },
}

/** Follows what it reads, as Solid's compiler has it for an expression between tags. */
const shown = (read: () => JSX.Element) => createMemo(read) as unknown as JSX.Element

/** Puts something on a page, below the providers that say anything. */
function onPage(
  { client, given = {}, part }: Pick<Setup, 'client' | 'given' | 'part'>,
  below: () => JSX.Element,
) {
  const [now, provide] = createSignal(given)
  const providing = (client: Setup['client'], given: () => Given, below: () => JSX.Element) =>
    createComponent(ConvexActionProvider, {
      client,
      get identity() {
        return 'user' in given() ? () => given().user : undefined
      },
      get ready() {
        return 'ready' in given() ? () => !!given().ready : undefined
      },
      get observer() {
        return given().observer
      },
      get defaults() {
        return given().defaults
      },
      get messages() {
        return given().messages
      },
      get interpreter() {
        return given().interpreter
      },
      get children() {
        return below()
      },
    })
  const inner = () => (part ? providing(undefined, () => part, below) : below())
  const main = document.createElement('main')
  const unmount = render(() => (client ? providing(client, now, inner) : inner()), main)
  return {
    text: () => main.textContent,
    provide: (change: Given) => void provide((before) => ({ ...before, ...change })),
    unmount: async () => unmount(),
  }
}

/** Runs components on the adapter, or on one that is broken. */
export const harnessOf = ({ useStore, useEmail, useEmails } = hooks, runs?: Harness['runs']): Harness => ({
  name: 'Solid',
  runs,
  missingClient: '<ConvexActionProvider client={client}>',
  // Solid renders at once.
  act: (run) => run(),
  async mount({ store, beforeSubscribing, effect, options: initial = {}, ...around }) {
    const [options, setOptions] = createSignal(initial)
    const [isThere, setIsThere] = createSignal(true)
    let renders = 0
    let rendered: Rendered
    let inFlight = () => 0
    const Email = () => {
      const email = store ? useStore(store) : useEmail(options)
      beforeSubscribing?.()
      if (effect) createEffect(() => effect(email))
      return shown(() => {
        renders++
        rendered = { ...email }
        return textOf(rendered)
      })
    }
    const InFlight = () => {
      inFlight = useInFlight()
      return null
    }
    const page = onPage(around, () => [
      shown(() => isThere() && createComponent(Email, {})),
      createComponent(InFlight, {}),
    ])
    return {
      rendered: () => rendered,
      text: page.text,
      renders: () => renders,
      inFlight: () => inFlight(),
      async update({ options: others, ...given }) {
        if (others) setOptions(others)
        page.provide(given)
      },
      leave: async () => void setIsThere(false),
      unmount: page.unmount,
    }
  },
  async mountList({ keys, options = {}, ...around }) {
    const renders = new Map<string, number>()
    let emails: Emails
    const Row = ({ key }: { key: string }) => {
      const state = emails.row(key)
      return shown(() => {
        renders.set(key, (renders.get(key) ?? 0) + 1)
        return ` ${rowOf(key, state)};`
      })
    }
    const EmailList = () => {
      emails = useEmails(options)
      return [shown(() => summaryOf(emails.all)), keys.map((key) => createComponent(Row, { key }))]
    }
    const page = onPage(around, () => createComponent(EmailList, {}))
    return {
      text: page.text,
      renders: (key) => renders.get(key) ?? 0,
      rendered: () => emails.all,
      execute: (to) => emails.execute(to),
      update: async (change) => page.provide(change),
      unmount: page.unmount,
    }
  },
})
