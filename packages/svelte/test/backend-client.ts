import { render } from '@testing-library/svelte'
import type { ConvexClient } from 'convex/browser'
import { closeConvex } from 'convex-svelte'
import { inject, onTestFinished } from 'vitest'
import Provider from './components/Provider.svelte'

const backendUrl = inject('backendUrl')

/**
 * Runs `setup` in a component below one that provides a real client with `setupConvex`. It is unmounted and closed
 * after the test.
 */
export function withBackend<Result>(setup: (client: ConvexClient) => Result, identity?: () => unknown) {
  onTestFinished(closeConvex)
  let result = undefined as Result
  const page = render(Provider, {
    url: backendUrl,
    identity,
    setup: (client) => {
      result = setup(client)
    },
  })
  return { ...page, result }
}

interface Request {
  type: string
  udfPath: string
  args: Record<string, unknown>[]
}

/** The requests for an action that reached the server. */
export async function requests(name: string): Promise<Request[]> {
  const { entries } = await (await fetch(`${backendUrl}/_local/wire`)).json()
  return (entries as { message: Request }[])
    .map(({ message }) => message)
    .filter(({ type, udfPath }) => type === 'Action' && udfPath === name)
}

/** Causes a fault between the clients and the server. */
export async function disturb(faults: { kill?: true; refuse?: boolean }): Promise<void> {
  await fetch(`${backendUrl}/_local/faults`, { method: 'POST', body: JSON.stringify(faults) })
}
