import { createActionStore } from '@convex-action/core'
import { createFakeClient } from '@convex-action/core/testing'
import { expect, vi } from 'vitest'
import { api } from '../api.js'
import type { Store } from '../harness.js'
import { open } from '../page.js'
import type { Case } from './case.js'

/** A store that several components share. */
function share(options = {}) {
  const client = createFakeClient()
  const store: Store = createActionStore(api.emails.send, { client, callId: 'callId', ...options })
  return { client, store }
}

export const sharing: Case[] = [
  {
    name: 'two components that share a store show the same state',
    async run(harness) {
      const shared = share()
      const one = await open(harness, shared)
      const other = await open(harness, shared)
      await one.send('ada')
      expect([one.text(), other.text()]).toEqual(['running', 'running'])
      await one.answer('ada', 'm1')
      expect([one.text(), other.text()]).toEqual(['success, m1', 'success, m1'])
      expect(other.rendered().data).toBe(one.rendered().data)
      await one.act(other.rendered().reset)
      expect([one.text(), other.text()]).toEqual(['idle', 'idle'])
    },
  },
  {
    name: 'two components with their own actions do not affect each other',
    async run(harness) {
      const one = await open(harness)
      const other = await open(harness, { client: one.client })
      await one.send('ada')
      expect([one.text(), other.text()]).toEqual(['running', 'idle'])
      await other.send('bob')
      await other.answer('bob', 'm2')
      expect([one.text(), other.text()]).toEqual(['running', 'success, m2'])
      await one.act(other.rendered().reset)
      await one.answer('ada', 'm1')
      expect([one.text(), other.text()]).toEqual(['success, m1', 'idle'])
    },
  },
  {
    name: 'a component that is mounted later shows the current state of a shared store',
    async run(harness) {
      const shared = share()
      shared.store.execute({ to: 'ada' })
      const page = await open(harness, shared)
      expect(page.text()).toBe('running')
      await page.unmount()
      shared.client.resolve(api.emails.send, { messageId: 'm1' })
      await page.act(() => {})
      expect((await open(harness, shared)).text()).toBe('success, m1')
    },
  },
  {
    name: 'a change made just before the component subscribes is shown',
    async run(harness) {
      const shared = share()
      const beforeSubscribing = () => void shared.store.execute({ to: 'ada' })
      const page = await open(harness, { ...shared, beforeSubscribing })
      await page.act(() => {})
      expect(page.sent()).toEqual(['ada'])
      expect(page.text()).toBe('running')
    },
  },
  {
    name: 'an unmounted component leaves no listener behind in a shared store',
    async run(harness) {
      const mounted: boolean[] = []
      const shared = share({
        onSettled: (...[, , context]: [unknown, unknown, { mounted: boolean }]) =>
          mounted.push(context.mounted),
      })
      const [one, other] = [await open(harness, shared), await open(harness, shared)]
      await one.send('ada')
      await one.unmount()
      const renders = one.renders()
      await other.answer('ada', 'm1')
      expect(other.text()).toBe('success, m1')
      expect(one.renders()).toBe(renders)
      await other.send('bob')
      await other.unmount()
      await other.answer('bob', 'm2')
      expect(mounted).toEqual([true, false])
    },
  },
  {
    name: 'an error in another listener of a shared store is reported, and does not affect a component',
    async run(harness) {
      const reported = vi.fn()
      vi.stubGlobal('reportError', reported)
      const shared = share()
      const mistake = new Error('A mistake in the app.')
      shared.store.subscribe(({ pending }) => {
        if (pending) throw mistake
      })
      const page = await open(harness, shared)
      await page.send('ada')
      expect(page.text()).toBe('running')
      expect(reported.mock.calls).toEqual([[mistake]])
    },
  },
]
