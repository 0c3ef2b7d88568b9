import { expect, vi } from 'vitest'
import { api } from '../api.js'
import { open } from '../page.js'
import type { Case } from './case.js'

const followed = { callId: 'callId', progress: api.emails.sent } as const

export const calls: Case[] = [
  {
    name: 'each execution gets its own call id, which is sent and shown, and is not part of the arguments',
    async run(harness) {
      const page = await open(harness, { options: { callId: 'callId' } })
      const ids: unknown[] = []
      for (const to of ['ada', 'bob']) {
        await page.send(to)
        expect(page.rendered().args).toEqual({ to })
        ids.push(page.rendered().callId)
        await page.answer(to, to)
      }
      expect(ids).toEqual([expect.any(String), expect.any(String)])
      expect(ids[0]).not.toBe(ids[1])
      expect(page.client.calls(api.emails.send).map(({ args }) => args.callId)).toEqual(ids)
    },
  },
  {
    name: 'the application can create the call id from the arguments',
    async run(harness) {
      const create = ({ to }: { to: string }) => `cart-of-${to}`
      const page = await open(harness, { options: { callId: { name: 'callId', create } } })
      await page.send('ada')
      expect(page.rendered().callId).toBe('cart-of-ada')
      expect(page.client.calls(api.emails.send)[0]?.args).toEqual({ to: 'ada', callId: 'cart-of-ada' })
    },
  },
  {
    name: 'progress is shown while an execution runs, stays after its end, and is cleared by the next execution',
    async run(harness) {
      const page = await open(harness, { options: followed })
      await page.send('ada')
      expect(page.rendered().progress).toBeUndefined()
      for (const percent of [40, 80]) {
        await page.act(() => page.client.update(api.emails.sent, percent))
        expect(page.text()).toBe(`running, ${percent} %`)
      }
      await page.answer('ada', 'm1')
      expect(page.text()).toBe('success, m1, 80 %')
      await page.send('bob')
      expect(page.text()).toBe('running, m1')
      await page.act(() => page.client.update(api.emails.sent, 10))
      await page.act(page.rendered().reset)
      expect(page.rendered().progress).toBeUndefined()
    },
  },
  {
    name: 'an idle store has no timer and no subscription to the client',
    async run(harness) {
      const wait = globalThis.setTimeout
      vi.useFakeTimers()
      // Stores of earlier tests check their connection every 50 ms. Wait, because their next timer would be a fake
      // timer and be counted.
      await new Promise((resolve) => wait(resolve, 150))
      const page = await open(harness, { options: { ...followed, timeout: 60_000 } })
      const before = vi.getTimerCount()
      const stops: ReturnType<typeof vi.fn>[] = []
      const { subscribeToConnectionState } = page.client
      page.client.subscribeToConnectionState = (listener) => {
        const stop = vi.fn(subscribeToConnectionState(listener))
        stops.push(stop)
        return stop
      }
      await page.send('ada')
      expect(vi.getTimerCount()).toBeGreaterThan(before)
      await page.answer('ada', 'm1')
      expect(vi.getTimerCount()).toBe(before)
      expect(stops.map(({ mock }) => mock.calls.length)).toEqual([1])
      expect(() => page.client.update(api.emails.sent, 40)).toThrow('Nobody is subscribed')
    },
  },
]
