// @vitest-environment node
import { createFakeClient } from '@convex-action/core/testing'
import { ConvexReactClient } from 'convex/react'
import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import {
  type ActionOptions,
  ConvexActionProvider,
  ConvexIdentityProvider,
  createActionObserver,
  createActionStore,
  useActionStore,
  useConvexAction,
  useInFlight,
  useKeyedAction,
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

function InFlight() {
  return useInFlight()
}

test('two requests never see the executions of each other, and what is in flight in one is not rendered in any', async () => {
  const failures: string[][] = []
  const promises: Promise<unknown>[] = []
  const pages = ['ada', 'bob'].map((user) => {
    const observer = createActionObserver()
    const told: string[] = []
    failures.push(told)
    observer.onEnd((end) => told.push(`${(end.args() as { to: string }).to}: ${end.kind}`))
    return renderToString(
      <ConvexActionProvider identity={user} ready={false} observer={observer}>
        <Email execute={(execute) => promises.push(execute({ to: user }))} />
        <InFlight />
      </ConvexActionProvider>,
    )
  })
  await Promise.allSettled(promises)
  expect(failures).toEqual([['ada: unavailable'], ['bob: unavailable']])
  expect(pages).toEqual([`${idle}0`, `${idle}0`])
})

test('an observer that outlives a request is not rendered: another one may be in flight there', () => {
  const observer = { started() {}, left() {}, ended() {}, getInFlight: () => 3, subscribe: () => () => {} }
  expect(
    renderToString(
      <ConvexActionProvider observer={observer}>
        <InFlight />
      </ConvexActionProvider>,
    ),
  ).toBe('0')
})

function List() {
  const emails = useKeyedAction(api.send)
  return `${emails.inFlight} ${useActionStore(emails.for('ada')).status}`
}

test('a list with a state for each key is rendered idle, without a client', () => {
  expect(renderToString(<List />)).toBe('0 idle')
})

function Native({ hook: useAction, options }: Props & { hook: typeof useConvexAction }) {
  const { execute } = useAction(api.send, options)
  if (options) execute({ to: 'ada' })
  return null
}

test('React Native without a window is no server: a missing client is said, and an action is handed to its client', async () => {
  vi.stubGlobal('navigator', { product: 'ReactNative' })
  vi.resetModules()
  const native = await import('../src/index.js')
  const client = createFakeClient()
  expect(() => renderToString(<Native hook={native.useConvexAction} />)).toThrow('There is no Convex client.')
  renderToString(<Native hook={native.useConvexAction} options={{ client }} />)
  vi.unstubAllGlobals()
  expect(client.calls(api.send)).toHaveLength(1)
})
