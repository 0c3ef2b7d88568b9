import { api } from '@convex-action/conformance'
import { createActionStore } from '@convex-action/core'
import { createFakeClient } from '@convex-action/core/testing'
import { createRenderEffect } from 'solid-js'
import { hydrate, render } from 'solid-js/web'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { useActionStore } from '../src/index.js'

afterEach(() => void vi.unstubAllGlobals())

/** A component that shows what a store did before. `shown` is what its effect saw of one field. */
function components(field: 'status' | 'data') {
  const client = createFakeClient()
  const store = createActionStore(api.emails.send, { client })
  store.execute({ to: 'ada' })
  const shown: unknown[] = []
  const Email = () => {
    const email = useActionStore(store)
    createRenderEffect(() => shown.push(email[field]))
    return []
  }
  return { client, store, shown, Email }
}

const page = () => document.createElement('main')

test('what a server rendered is taken over as it stands, which is idle, and then shows the newest state', () => {
  // What Solid's script on a rendered page leaves there.
  vi.stubGlobal('_$HY', { events: [], completed: new WeakSet(), r: {} })
  const { shown, Email } = components('status')
  onTestFinished(hydrate(Email, page()))
  expect(shown).toEqual(['idle', 'pending'])
})

test('a component that comes later shows what a shared store does at once, without being idle before', () => {
  const { shown, Email } = components('status')
  onTestFinished(render(Email, page()))
  expect(shown).toEqual(['pending'])
})

test('an effect that reads one field does not run when another one changes', async () => {
  const { client, store, shown, Email } = components('data')
  onTestFinished(render(Email, page()))
  client.resolve(api.emails.send, { messageId: 'm1' })
  await vi.waitFor(() => expect(store.getState().status).toBe('success'))
  store.execute({ to: 'bob' })
  expect(store.getState().status).toBe('pending')
  expect(shown).toEqual([undefined, { messageId: 'm1' }])
})
