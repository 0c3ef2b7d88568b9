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
import { act, render } from '@testing-library/react'
import { Fragment, memo, type ReactNode, StrictMode, useEffect, useLayoutEffect } from 'react'
import {
  ConvexActionProvider,
  useActionStore,
  useConvexAction,
  useConvexMutation,
  useInFlight,
  useKeyedAction,
  useKeyedMutation,
} from '../src/index.js'
import { provide } from './setup.js'

/** How a component gets its state: with our hooks, or with broken hooks. */
export interface Hooks {
  useStore(store: Store): Rendered
  useEmail(options: Options | undefined): Rendered
  useEmails(options: (Options & Limited) | undefined): Emails
}

/** Keyed stores, and a click in a row. */
interface Emails {
  emails: ReturnType<List['rendered']> & { for(key: string): Row }
  execute(to: string): Promise<{ messageId: string }>
}

interface Row {
  getState(): State
}

export const hooks: Hooks = {
  useStore: useActionStore,
  useEmail: (options) => useConvexAction(api.emails.send, options),
  useEmails(options) {
    const emails = useKeyedAction(api.emails.send, options)
    return { emails, execute: (to) => emails.for(to).execute({ to }) }
  },
}

/** The same for a mutation. */
export const mutations: Hooks = {
  ...hooks,
  useEmail(options) {
    const { mutate, ...values } = useConvexMutation(save, options as SaveOptions)
    return { ...values, execute: mutate }
  },
  useEmails(options) {
    const emails = useKeyedMutation(save, options as SaveOptions & Limited)
    return { emails, execute: (to) => emails.for(to).mutate({ to }) }
  },
}

interface Props {
  useValues(options: Options | undefined): Rendered
  options: Options | undefined
  onRender(rendered: Rendered): void
  effect: Setup['effect']
}

function Email({ useValues, options, onRender, effect }: Props) {
  const rendered = useValues(options)
  const { execute, retry, reset, cancel, identify } = rendered
  useLayoutEffect(() => onRender(rendered))
  useEffect(
    () => effect?.({ execute, retry, reset, cancel, identify }),
    [effect, execute, retry, reset, cancel, identify],
  )
  return <output>{textOf(rendered)}</output>
}

function InFlight({ onRender }: { onRender(inFlight: number): void }) {
  const inFlight = useInFlight()
  useLayoutEffect(() => onRender(inFlight))
  return null
}

function ListRow({ name, store, onRender }: { name: string; store: Row; onRender(name: string): void }) {
  const state = useActionStore(store)
  useLayoutEffect(() => onRender(name))
  return ` ${rowOf(name, state)};`
}

interface ListProps {
  useEmails: Hooks['useEmails']
  keys: string[]
  options: (Options & Limited) | undefined
  onRender(rendered: Emails): void
  onRow(key: string): void
}

// Memoized, so that a row renders only when it changes itself.
const MemoRow = memo(ListRow)

function EmailList({ useEmails, keys, options, onRender, onRow }: ListProps) {
  const rendered = useEmails(options)
  useLayoutEffect(() => onRender(rendered))
  return (
    <output>
      {summaryOf(rendered.emails)}
      {keys.map((key) => (
        <MemoRow key={key} name={key} store={rendered.emails.for(key)} onRender={onRow} />
      ))}
    </output>
  )
}

/** Renders something below the providers that have settings. */
function paging(isStrict: boolean, { client, part }: Pick<Setup, 'client' | 'part'>, page: () => ReactNode) {
  const Mode = isStrict ? StrictMode : Fragment
  const Client = client ? provide(client) : Fragment
  const provided = (said: Given | undefined, below: ReactNode) => {
    if (!said) return below
    const { user, ...props } = said
    return (
      <ConvexActionProvider identity={user} {...props}>
        {below}
      </ConvexActionProvider>
    )
  }
  return (given: Given | undefined) => (
    <Mode>
      <Client>{provided(given, provided(part, page()))}</Client>
    </Mode>
  )
}

/** Runs components on these hooks. */
export const harnessOf = (
  { useStore, useEmail, useEmails } = hooks,
  { isStrict = false, runs = 'action' as Harness['runs'] } = {},
): Harness => ({
  name: isStrict ? 'React in StrictMode' : 'React',
  runs,
  missingClient: '<ConvexProvider client={client}>',
  async act(run) {
    await act(run)
  },
  async mount({ client, store, beforeSubscribing, effect, options, given, part }: Setup) {
    const useValues = store ? () => useStore(store) : useEmail
    const now = { options, given, isThere: true }
    let renders = 0
    let inFlight = 0
    let rendered: Rendered
    const onRender = (now: Rendered) => {
      rendered = now
      if (!renders++) beforeSubscribing?.()
    }
    const onCount = (now: number) => {
      inFlight = now
    }
    const page = paging(isStrict, { client, part }, () => (
      <>
        {now.isThere && (
          <Email useValues={useValues} options={now.options} onRender={onRender} effect={effect} />
        )}
        <InFlight onRender={onCount} />
      </>
    ))
    const { container, rerender, unmount } = render(page(now.given))
    const change = async () => rerender(page(now.given))
    return {
      rendered: () => rendered,
      text: () => container.textContent ?? '',
      renders: () => renders,
      inFlight: () => inFlight,
      update({ options = now.options, ...said }) {
        Object.assign(now, { options, given: now.given && { ...now.given, ...said } })
        return change()
      },
      leave() {
        now.isThere = false
        return change()
      },
      unmount: async () => unmount(),
    }
  },
  async mountList({ client, given, keys, options }) {
    const rows = new Map<string, number>()
    let rendered: Emails
    const onRender = (now: Emails) => {
      rendered = now
    }
    const onRow = (key: string) => void rows.set(key, (rows.get(key) ?? 0) + 1)
    const page = paging(isStrict, { client }, () => (
      <EmailList useEmails={useEmails} keys={keys} options={options} onRender={onRender} onRow={onRow} />
    ))
    const { container, rerender, unmount } = render(page(given))
    return {
      text: () => container.textContent ?? '',
      renders: (key) => rows.get(key) ?? 0,
      rendered: () => rendered.emails,
      execute: (to) => rendered.execute(to),
      update: async (now) => rerender(page({ ...given, ...now })),
      unmount: async () => unmount(),
    }
  },
})
