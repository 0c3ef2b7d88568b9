import type { ActionClient } from '@convex-action/core'
import { createFakeClient } from '@convex-action/core/testing'
import { act, cleanup, renderHook } from '@testing-library/react'
import { ConvexProvider, type ConvexReactClient } from 'convex/react'
import { type FunctionReference, makeFunctionReference } from 'convex/server'
import { Component, type ReactNode } from 'react'
import { afterEach, onTestFinished, vi } from 'vitest'

type Send = FunctionReference<'action', 'public', { to: string }, { messageId: string }>
type Charge = FunctionReference<'action', 'public', { amount: number; callId: string }, { charge: string }>
type Step = FunctionReference<'query', 'public', { callId: string }, { step: string } | null>

/** As in generated code, each access creates a new reference. */
export const api = {
  get send(): Send {
    return makeFunctionReference('emails:send')
  },
  get charge(): Charge {
    return makeFunctionReference('payments:charge')
  },
  get step(): Step {
    return makeFunctionReference('payments:step')
  },
}

afterEach(cleanup)

// As in a browser, an error in a listener does not reach the dispatcher of the event. React 18 relies on that.
const { happyDOM } = globalThis as { happyDOM?: { settings: { disableErrorCapturing: boolean } } }
if (happyDOM) happyDOM.settings.disableErrorCapturing = false

/** Provides a client to everything below. */
export const provide =
  (client: ActionClient) =>
  ({ children }: { children?: ReactNode }) => (
    // The provider requires the class, but passes on whatever it receives.
    <ConvexProvider client={client as ConvexReactClient}>{children}</ConvexProvider>
  )

/** Calls hooks in a component, with a fake client. */
export function inComponent<Result, Props>(hooks: (props: Props) => Result, initialProps?: Props) {
  const client = createFakeClient()
  return { client, ...renderHook(hooks, { wrapper: provide(client), initialProps }) }
}

/** Does something, and waits until React has handled it and its consequences. */
export const after = (something: () => unknown) =>
  act(async () => {
    await something()
  })

/** Collects what is printed as an error until the end of the test, and hides it from the console. */
export function printed() {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => error.mockRestore())
  return error.mock.calls
}

/** Something that a component can wait for during rendering. */
export function createPause() {
  let isOver = false
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return {
    wait() {
      if (!isOver) throw ended
    },
    end() {
      isOver = true
      end()
    },
  }
}

/** Suspends until a pause is over. */
export function Waiting({ wait }: { wait(): void }) {
  wait()
  return null
}

/** Shows the message of an error below it. */
export class Boundary extends Component<{ children?: ReactNode }, { message?: string }> {
  override state: { message?: string } = {}

  static getDerivedStateFromError({ message }: Error) {
    return { message }
  }

  override render() {
    return this.state.message ?? this.props.children
  }
}
