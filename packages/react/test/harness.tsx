import {
  api,
  type Harness,
  type Options,
  type Rendered,
  type SaveOptions,
  type Setup,
  type Store,
  save,
  textOf,
} from '@convex-action/conformance'
import { act, render } from '@testing-library/react'
import { Fragment, StrictMode, useEffect, useLayoutEffect } from 'react'
import { ConvexActionProvider, useActionStore, useConvexAction, useConvexMutation } from '../src/index.js'
import { provide } from './setup.js'

/** How a component comes to its state: by our hooks, or by broken ones. */
export interface Hooks {
  useStore(store: Store): Rendered
  useEmail(options: Options | undefined): Rendered
}

export const hooks: Hooks = {
  useStore: useActionStore,
  useEmail: (options) => useConvexAction(api.emails.send, options),
}

/** The same for a mutation. */
export const mutations: Hooks = {
  ...hooks,
  useEmail(options) {
    const { mutate, ...values } = useConvexMutation(save, options as SaveOptions)
    return { ...values, execute: mutate }
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

/** Runs components on these hooks. */
export const harnessOf = (
  { useStore, useEmail } = hooks,
  { isStrict = false, runs = 'action' as Harness['runs'] } = {},
): Harness => ({
  name: isStrict ? 'React in StrictMode' : 'React',
  runs,
  missingClient: '<ConvexProvider client={client}>',
  async act(run) {
    await act(run)
  },
  async mount({ client, store, beforeSubscribing, effect, interpreter, ...setup }: Setup) {
    const useValues = store ? () => useStore(store) : useEmail
    let renders = 0
    let rendered: Rendered
    const onRender = (now: Rendered) => {
      rendered = now
      if (!renders++) beforeSubscribing?.()
    }
    const Mode = isStrict ? StrictMode : Fragment
    const Client = client ? provide(client) : Fragment
    const page = () => {
      const email = (
        <Email useValues={useValues} options={setup.options} onRender={onRender} effect={effect} />
      )
      return (
        <Mode>
          <Client>
            {'user' in setup || interpreter ? (
              <ConvexActionProvider identity={setup.user} interpreter={interpreter}>
                {email}
              </ConvexActionProvider>
            ) : (
              email
            )}
          </Client>
        </Mode>
      )
    }
    const { container, rerender, unmount } = render(page())
    return {
      rendered: () => rendered,
      text: () => container.textContent ?? '',
      renders: () => renders,
      async update(change) {
        Object.assign(setup, change)
        rerender(page())
      },
      async unmount() {
        unmount()
      },
    }
  },
})
