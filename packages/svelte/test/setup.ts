import { createFakeClient } from '@convex-action/core/testing'
import { render } from '@testing-library/svelte'
import type { ConvexClient } from 'convex/browser'
import { tick } from 'svelte'
import type { ActionClient } from '../src/index.js'
import Host from './components/Host.svelte'

/** The context of `setupConvex`. It is set directly, since the lowest version cannot take another client. */
export const contextOf = (client: ActionClient | undefined) =>
  new Map(client ? [['$$_convexClient', client]] : [])

/** Runs `setup` in a component with this client or without one. It is unmounted after the test. */
export function inComponent<Result>(setup: () => Result, client?: ActionClient) {
  let result = undefined as Result
  const props = {
    setup: () => {
      result = setup()
    },
  }
  const page = render(Host, { props, context: contextOf(client) })
  return { ...page, result }
}

/** Runs `setup` in a component with a fake client. */
export function withFake<Result>(setup: () => Result) {
  const client = createFakeClient<ConvexClient>()
  return { client, ...inComponent(setup, client) }
}

/** Waits until the screen and the promises have caught up. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve))
  await tick()
}
