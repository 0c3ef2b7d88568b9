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

test('without a client, a server renders every action idle', () => {
  const complaints = printed()
  expect(renderToString(<Email />)).toBe(idle)
  expect(complaints).toEqual([])
})

test('a client on a server is not used, because it would open a socket', () => {
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

test('execute is refused while a server renders', async () => {
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

test('on a server, identity is not called', () => {
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

test('a store that outlives a request does not show its state to other requests, and keeps no listener', () => {
  const subscribe = vi.spyOn(store, 'subscribe')
  store.execute({ to: 'ada' })
  expect(renderToString(<Shared />)).toBe(idle)
  expect(subscribe).not.toHaveBeenCalled()
})

function InFlight() {
  return useInFlight()
}

test('two requests never see each other’s executions, and the number in flight is never rendered', async () => {
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

test('the number in flight of an observer that outlives a request is not rendered, because it may belong to another request', () => {
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

test('a keyed list is rendered idle without a client', () => {
  expect(renderToString(<List />)).toBe('0 idle')
})

function Native({ hook: useAction, options }: Props & { hook: typeof useConvexAction }) {
  const { execute } = useAction(api.send, options)
  if (options) execute({ to: 'ada' })
  return null
}

test('React Native without a window is not a server: a missing client is an error, and an action is handed to its client', async () => {
  vi.stubGlobal('navigator', { product: 'ReactNative' })
  vi.resetModules()
  const native = await import('../src/index.js')
  const client = createFakeClient()
  expect(() => renderToString(<Native hook={native.useConvexAction} />)).toThrow('There is no Convex client.')
  renderToString(<Native hook={native.useConvexAction} options={{ client }} />)
  vi.unstubAllGlobals()
  expect(client.calls(api.send)).toHaveLength(1)
})
