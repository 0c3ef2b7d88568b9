import { createFakeClient } from '@convex-action/core/testing'
import { render } from '@testing-library/svelte'
import type { ConvexClient } from 'convex/browser'
import { tick } from 'svelte'
import type { ActionClient } from '../src/index.js'
import Host from './components/Host.svelte'

/** What `setupConvex` puts into the context. Named here, since its lowest version has no way to give another client. */
export const contextOf = (client: ActionClient | undefined) =>
  new Map(client ? [['$$_convexClient', client]] : [])

/** Runs `setup` in a component below this client, or below none; unmounted after the test. */
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

/** Runs `setup` in a component below a client that the test drives. */
export function withFake<Result>(setup: () => Result) {
  const client = createFakeClient<ConvexClient>()
  return { client, ...inComponent(setup, client) }
}

/** Waits until the screen shows what happened, and until promises have told it. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve))
  await tick()
}
