import { api } from '@convex-action/conformance'
import { createActionStore } from '@convex-action/core'
import { createFakeClient } from '@convex-action/core/testing'
import { createRenderEffect } from 'solid-js'
import { hydrate } from 'solid-js/web'
import { expect, onTestFinished, test, vi } from 'vitest'
import { useActionStore } from '../src/index.js'

test('what a server rendered is taken over as it stands, which is idle, and then shows the newest state', () => {
  // What Solid's script on a rendered page leaves there.
  vi.stubGlobal('_$HY', { events: [], completed: new WeakSet(), r: {} })
  const store = createActionStore(api.emails.send, { client: createFakeClient() })
  store.execute({ to: 'ada' })
  const shown: string[] = []
  const Email = () => {
    const email = useActionStore(store)
    createRenderEffect(() => shown.push(email.status))
    return []
  }
  const end = hydrate(Email, document.createElement('main'))
  onTestFinished(() => {
    end()
    vi.unstubAllGlobals()
  })
  expect(shown).toEqual(['idle', 'pending'])
})
