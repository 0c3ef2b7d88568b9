// @vitest-environment node
import { createFakeClient } from '@convex-action/core/testing'
import { expect, test, vi } from 'vitest'
import { createSSRApp, defineComponent } from 'vue'
import { renderToString } from 'vue/server-renderer'
import {
  convexPlugin,
  createActionStore,
  useActionStore,
  useConvexAction,
  useConvexClient,
} from '../src/index.js'
import { api } from './setup.js'

const template = '<button :disabled="pending">{{ status }}</button>'
const render = (setup: () => object) => renderToString(createSSRApp(defineComponent({ setup, template })))

test('without a client a server renders every action idle', async () => {
  expect(await render(() => useConvexAction(api.emails.send))).toBe('<button>idle</button>')
})

test('an action that is run while a server renders is refused', async () => {
  let promise: Promise<unknown> | undefined
  await render(() => {
    const email = useConvexAction(api.emails.send)
    promise = email.execute({ to: 'ada' })
    return email
  })
  await expect(promise).rejects.toMatchObject({ kind: 'unavailable', delivery: 'not-sent' })
})

test('an app that has no client on its server installs the plugin all the same', async () => {
  const setup = () => useConvexAction(api.emails.send)
  const app = createSSRApp(defineComponent({ setup, template }))
  // As `import.meta.client ? new ConvexClient(url) : null` gives it.
  app.use(convexPlugin, { client: null })
  expect(await renderToString(app)).toBe('<button>idle</button>')
})

test('on a server nobody is asked who the user is', async () => {
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

test('who needs the client itself on a server is told that there is none', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  await expect(render(() => ({ client: useConvexClient() }))).rejects.toThrow('There is no Convex client')
  warn.mockRestore()
})
