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

/** As generated code gives it: each access makes a new reference. */
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

// As in a browser, what a listener throws does not reach who dispatched the event: React 18 counts on that.
const { happyDOM } = globalThis as { happyDOM?: { settings: { disableErrorCapturing: boolean } } }
if (happyDOM) happyDOM.settings.disableErrorCapturing = false

/** Gives a client to all that is below. */
export const provide =
  (client: ActionClient) =>
  ({ children }: { children?: ReactNode }) => (
    // A provider insists on the class, and hands on whatever it was given.
    <ConvexProvider client={client as ConvexReactClient}>{children}</ConvexProvider>
  )

/** Calls hooks in a component, with a client that the test drives. */
export function inComponent<Result, Props>(hooks: (props: Props) => Result, initialProps?: Props) {
  const client = createFakeClient()
  return { client, ...renderHook(hooks, { wrapper: provide(client), initialProps }) }
}

/** Does something that React is to have dealt with afterwards, and what follows from it, too. */
export const after = (something: () => unknown) =>
  act(async () => {
    await something()
  })

/** What is printed as an error until the end of the test, and kept from the console. */
export function printed() {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => error.mockRestore())
  return error.mock.calls
}

/** Something that a component can wait for while it is rendered. */
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

/** Is not rendered until a pause is over. */
export function Waiting({ wait }: { wait(): void }) {
  wait()
  return null
}

/** Shows the message of what is thrown below it. */
export class Boundary extends Component<{ children?: ReactNode }, { message?: string }> {
  override state: { message?: string } = {}

  static getDerivedStateFromError({ message }: Error) {
    return { message }
  }

  override render() {
    return this.state.message ?? this.props.children
  }
}
