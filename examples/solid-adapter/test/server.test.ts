import { api } from '@convex-action/conformance'
import { createActionStore } from '@convex-action/core'
import { createActionObserver } from '@convex-action/core/observer'
import { createFakeClient } from '@convex-action/core/testing'
import { createComponent, type JSX } from 'solid-js'
import { isServer, renderToString } from 'solid-js/web'
import { expect, test, vi } from 'vitest'
import {
  ConvexActionProvider,
  useActionStore,
  useConvexAction,
  useInFlight,
  useKeyedAction,
} from '../src/index.js'

const render = (component: () => JSX.Element) => renderToString(() => createComponent(component, {}))

test('these tests run the build of Solid that is for servers', () => {
  expect(isServer).toBe(true)
})

test('without a client a server renders every action idle', () => {
  expect(render(() => useConvexAction(api.emails.send).status)).toBe('idle')
})

test('a list with a state for each key is rendered idle, without a client', () => {
  const List = () => {
    const emails = useKeyedAction(api.emails.send)
    return `${emails.inFlight} ${useActionStore(emails.for('ada')).status}`
  }
  expect(render(List)).toBe('0 idle')
})

test('an action that is run while a server renders is refused', async () => {
  let promise: Promise<unknown> | undefined
  render(() => {
    promise = useConvexAction(api.emails.send, { client: createFakeClient() }).execute({ to: 'ada' })
    return null
  })
  await expect(promise).rejects.toMatchObject({ kind: 'unavailable', delivery: 'not-sent' })
})

test('on a server nobody is asked who the user is', () => {
  const identity = vi.fn()
  const App = () =>
    createComponent(ConvexActionProvider, {
      client: null,
      identity,
      get children() {
        return createComponent(() => useConvexAction(api.emails.send).status, {})
      },
    })
  expect(render(App)).toBe('idle')
  expect(identity).not.toHaveBeenCalled()
})

test('a store that outlives a request is rendered idle, and rendering leaves no listener in it', () => {
  const store = createActionStore(api.emails.send, { client: createFakeClient() })
  const subscribe = vi.spyOn(store, 'subscribe')
  store.execute({ to: 'ada' })
  expect(render(() => useActionStore(store).status)).toBe('idle')
  expect(subscribe).not.toHaveBeenCalled()
})

test('an observer that outlives a request is neither rendered nor listened to', () => {
  const observer = createActionObserver()
  const subscribe = vi.spyOn(observer, 'subscribe')
  const App = () =>
    createComponent(ConvexActionProvider, {
      client: null,
      observer,
      get children() {
        return createComponent(() => useInFlight()(), {})
      },
    })
  expect(render(App)).toBe('0')
  expect(subscribe).not.toHaveBeenCalled()
})
