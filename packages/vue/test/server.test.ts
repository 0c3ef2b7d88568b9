// @vitest-environment node
import { createFakeClient } from '@convex-action/core/testing'
import { expect, test, vi } from 'vitest'
import { createSSRApp, defineComponent, effectScope } from 'vue'
import { renderToString } from 'vue/server-renderer'
import {
  convexPlugin,
  createActionObserver,
  createActionStore,
  useActionStore,
  useConvexAction,
  useConvexClient,
  useInFlight,
  useKeyedAction,
} from '../src/index.js'
import { api } from './setup.js'

const template = '<button :disabled="pending">{{ status }}</button>'
const render = (setup: () => object) => renderToString(createSSRApp(defineComponent({ setup, template })))

test('without a client, a server renders every action idle', async () => {
  expect(await render(() => useConvexAction(api.emails.send))).toBe('<button>idle</button>')
})

test('execute is refused while a server renders', async () => {
  let promise: Promise<unknown> | undefined
  await render(() => {
    const email = useConvexAction(api.emails.send)
    promise = email.execute({ to: 'ada' })
    return email
  })
  await expect(promise).rejects.toMatchObject({ kind: 'unavailable', delivery: 'not-sent' })
})

test('an app without a client on its server can still install the plugin', async () => {
  const setup = () => useConvexAction(api.emails.send)
  const app = createSSRApp(defineComponent({ setup, template }))
  // The value of `import.meta.client ? new ConvexClient(url) : null`.
  app.use(convexPlugin, { client: null })
  expect(await renderToString(app)).toBe('<button>idle</button>')
})

test('on a server, identity is not called', async () => {
  const identity = () => {
    throw new Error('There is no localStorage here.')
  }
  expect(await render(() => useConvexAction(api.emails.send, { identity }))).toBe('<button>idle</button>')
})

test('rendering leaves no listener behind in a store that outlives the request', async () => {
  const store = createActionStore(api.emails.send, { client: createFakeClient() })
  const subscribe = vi.spyOn(store, 'subscribe')
  store.execute({ to: 'ada' })
  expect(await render(() => useActionStore(store))).toBe('<button disabled>pending</button>')
  expect(subscribe).not.toHaveBeenCalled()
})

test('useConvexClient on a server throws if there is no client', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  await expect(render(() => ({ client: useConvexClient() }))).rejects.toThrow('There is no Convex client')
  warn.mockRestore()
})

test('two requests never see each other’s executions, and the number in flight is never rendered', async () => {
  const failures: string[][] = []
  const promises: Promise<unknown>[] = []
  const pages = ['ada', 'bob'].map((user) => {
    const observer = createActionObserver()
    const told: string[] = []
    failures.push(told)
    observer.onEnd((end) => told.push(`${(end.args() as { to: string }).to}: ${end.kind}`))
    const setup = () => {
      promises.push(useConvexAction(api.emails.send).execute({ to: user }))
      return { inFlight: useInFlight() }
    }
    const app = createSSRApp(defineComponent({ setup, template: '<p>{{ inFlight }}</p>' }))
    return renderToString(
      app.use(convexPlugin, { client: null, identity: () => user, ready: () => false, observer }),
    )
  })
  expect(await Promise.all(pages)).toEqual(['<p>0</p>', '<p>0</p>'])
  await Promise.allSettled(promises)
  expect(failures).toEqual([['ada: unavailable'], ['bob: unavailable']])
})

test('an observer that outlives a request is not rendered and not subscribed to', async () => {
  const subscribe = vi.fn(() => () => {})
  const observer = { started() {}, left() {}, ended() {}, getInFlight: () => 3, subscribe }
  const app = createSSRApp(
    defineComponent({ setup: () => ({ n: useInFlight() }), template: '<p>{{ n }}</p>' }),
  )
  expect(await renderToString(app.use(convexPlugin, { client: null, observer }))).toBe('<p>0</p>')
  expect(subscribe).not.toHaveBeenCalled()
})

test('a keyed list is rendered idle without a client', async () => {
  const setup = () => {
    const emails = useKeyedAction(api.emails.send)
    return { inFlight: emails.inFlight, status: useActionStore(emails.for('ada')).status }
  }
  const app = createSSRApp(defineComponent({ setup, template: '<p>{{ inFlight }} {{ status }}</p>' }))
  expect(await renderToString(app)).toBe('<p>0 idle</p>')
})

test('a native app without a window is not a server: an action is handed to its client', () => {
  vi.stubGlobal('navigator', { product: 'ReactNative' })
  const client = createFakeClient()
  const scope = effectScope()
  void scope.run(() => useConvexAction(api.emails.send, { client }))?.execute({ to: 'ada' })
  scope.stop()
  vi.unstubAllGlobals()
  expect(client.calls(api.emails.send)).toHaveLength(1)
})
