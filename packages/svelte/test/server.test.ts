import { createFakeClient } from '@convex-action/core/testing'
import { ConvexClient } from 'convex/browser'
import { render } from 'svelte/server'
import { expect, test, vi } from 'vitest'
import {
  createActionObserver,
  createActionStore,
  setupConvexAction,
  setupConvexIdentity,
  useActionStore,
  useConvexAction,
  useInFlight,
  useKeyedAction,
} from '../src/index.js'
import { api } from './api.js'
import Host from './components/Host.svelte'
import Rendered from './components/Rendered.svelte'
import SendEmail from './components/SendEmail.svelte'
import StoreLine from './components/StoreLine.svelte'

// Rendering is lazy: it starts when the body is read.
const text = ({ body }: { body: string }) => /<p>(.*)<\/p>/.exec(body)?.[1]
const run = (setup: () => void) => render(Host, { props: { setup } }).body

test('without a client, a server renders every action idle', () => {
  expect(text(render(SendEmail, { props: {} }))).toBe('idle')
})

test('with the disabled client that setupConvex creates on a server, it also renders idle', () => {
  expect(text(render(Rendered, { props: { url: 'https://happy-otter-123.convex.cloud' } }))).toBe('idle')
})

test.each([undefined, new ConvexClient('https://happy-otter-123.convex.cloud', { disabled: true })])(
  'execute is refused while a server renders',
  async (client) => {
    let promise: Promise<unknown> | undefined
    run(() => {
      promise = useConvexAction(api.emails.send, { client }).execute({ to: 'ada' })
    })
    await expect(promise).rejects.toMatchObject({ kind: 'unavailable', delivery: 'not-sent' })
  },
)

test('on a server, identity is not called', () => {
  const seen: string[] = []
  const identity = vi.fn()
  run(() => {
    setupConvexIdentity(identity)
    seen.push(useConvexAction(api.emails.send).status)
    seen.push(useConvexAction(api.emails.send, { identity }).status)
  })
  expect(seen).toEqual(['idle', 'idle'])
  expect(identity).not.toHaveBeenCalled()
})

test.each([
  ['useActionStore', SendEmail],
  ['$store', StoreLine],
])('rendering with %s leaves no listener behind in a store that outlives the request', (_how, component) => {
  const mounted: boolean[] = []
  const store = createActionStore(api.emails.send, {
    client: createFakeClient(),
    onExecute: (context) => mounted.push(context.mounted),
  })
  store.execute({ to: 'ada' })
  expect(text(render(component, { props: { store } }))).toMatch(/^pending/)
  store.execute({ to: 'ada' })
  expect(mounted).toEqual([false, false])
})

test('two requests never see each other’s executions, and the number in flight is never rendered', async () => {
  const failures: string[][] = []
  const rendered: number[] = []
  const promises: Promise<unknown>[] = []
  for (const user of ['ada', 'bob']) {
    const observer = createActionObserver()
    const told: string[] = []
    failures.push(told)
    observer.onEnd((end) => told.push(`${(end.args() as { to: string }).to}: ${end.kind}`))
    run(() => {
      setupConvexAction({ identity: () => user, ready: () => false, observer })
      promises.push(useConvexAction(api.emails.send).execute({ to: user }))
      rendered.push(useInFlight().current)
    })
  }
  await Promise.allSettled(promises)
  expect(failures).toEqual([['ada: unavailable'], ['bob: unavailable']])
  expect(rendered).toEqual([0, 0])
})

test('an observer that outlives a request is not rendered and not subscribed to', () => {
  const subscribe = vi.fn(() => () => {})
  const observer = { started() {}, left() {}, ended() {}, getInFlight: () => 3, subscribe }
  const rendered: number[] = []
  run(() => {
    setupConvexAction({ observer })
    rendered.push(useInFlight().current)
  })
  expect(rendered).toEqual([0])
  expect(subscribe).not.toHaveBeenCalled()
})

test('a keyed list is rendered idle without a client', () => {
  const rendered: unknown[] = []
  run(() => {
    const emails = useKeyedAction(api.emails.send)
    rendered.push(emails.inFlight, useActionStore(emails.for('ada')).status)
  })
  expect(rendered).toEqual([0, 'idle'])
})

test('a native app without a window is not a server: an action is handed to its client', () => {
  vi.stubGlobal('navigator', { product: 'ReactNative' })
  const client = createFakeClient()
  run(() => void useConvexAction(api.emails.send, { client }).execute({ to: 'ada' }))
  vi.unstubAllGlobals()
  expect(client.calls(api.emails.send)).toHaveLength(1)
})
