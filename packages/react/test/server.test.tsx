// @vitest-environment node
import { createFakeClient } from '@convex-action/core/testing'
import { ConvexReactClient } from 'convex/react'
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import {
  type ActionOptions,
  ConvexIdentityProvider,
  createActionStore,
  useActionStore,
  useConvexAction,
} from '../src/index.js'
import { api, printed, provide } from './setup.js'

interface Props {
  options?: ActionOptions<typeof api.send>
  execute?(execute: (args: { to: string }) => Promise<unknown>): void
}

function Email({ options, execute }: Props) {
  const email = useConvexAction(api.send, options)
  execute?.(email.execute)
  return <button type="button">{email.status}</button>
}

const idle = '<button type="button">idle</button>'

test('without a client a server renders every action idle', () => {
  const complaints = printed()
  expect(renderToString(<Email />)).toBe(idle)
  expect(complaints).toEqual([])
})

test('a client that a server has anyway is not touched: it would open a socket', () => {
  const client = new ConvexReactClient('http://127.0.0.1:9', { skipConvexDeploymentUrlCheck: true })
  const touched = ['action', 'connectionState', 'subscribeToConnectionState'] as const
  const spies = touched.map((method) => vi.spyOn(client, method))
  const Client = provide(client)
  expect(
    renderToString(
      <Client>
        <Email />
      </Client>,
    ),
  ).toBe(idle)
  expect(renderToString(<Email options={{ client }} />)).toBe(idle)
  for (const spy of spies) expect(spy).not.toHaveBeenCalled()
})

test('an action that is run while a server renders is refused', async () => {
  let promise: Promise<unknown> | undefined
  renderToString(
    <Email
      execute={(execute) => {
        promise = execute({ to: 'ada' })
      }}
    />,
  )
  await expect(promise).rejects.toMatchObject({ kind: 'unavailable', delivery: 'not-sent' })
})

test('on a server nobody is asked who the user is', () => {
  const identity = vi.fn()
  expect(
    renderToString(
      <ConvexIdentityProvider identity="ada">
        <Email options={{ identity }} />
      </ConvexIdentityProvider>,
    ),
  ).toBe(idle)
  expect(identity).not.toHaveBeenCalled()
})

const store = createActionStore(api.send, { client: createFakeClient() })
const Shared = () => <button type="button">{useActionStore(store).status}</button>

test('a store that outlives the request shows nobody what another one did, and keeps no listener', () => {
  const subscribe = vi.spyOn(store, 'subscribe')
  store.execute({ to: 'ada' })
  expect(renderToString(<Shared />)).toBe(idle)
  expect(subscribe).not.toHaveBeenCalled()
})
