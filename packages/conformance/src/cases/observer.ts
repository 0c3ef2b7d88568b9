import { createActionObserver, type ExecutionEnd } from '@convex-action/core/observer'
import { expect } from 'vitest'
import type { Harness, Options } from '../harness.js'
import { open } from '../page.js'
import type { Case } from './case.js'

/** An app with one place for toasts. It shows the errors that no component shows itself. */
async function openWithToasts(harness: Harness, options: (toast: (text: string) => void) => Options) {
  const toasts: string[] = []
  const observer = createActionObserver()
  observer.onEnd(({ error, handled }) => error && !handled && toasts.push(`app: ${error.kind}`))
  const own = (text: string) => toasts.push(`component: ${text}`)
  const page = await open(harness, { given: { observer }, options: options(own) })
  return { ...page, toasts }
}

export const observer: Case[] = [
  {
    name: 'the number in flight below a provider is shown, and is 0 once all have ended',
    async run(harness) {
      const page = await open(harness, { given: { observer: createActionObserver() } })
      expect(page.inFlight()).toBe(0)
      await page.send('ada', 'bob')
      expect(page.inFlight()).toBe(2)
      await page.answer('ada', 'm1')
      expect(page.inFlight()).toBe(1)
      await page.refuse('bob')
      expect(page.inFlight()).toBe(0)
    },
  },
  {
    name: 'without an observer the number in flight is 0',
    async run(harness) {
      const page = await open(harness)
      await page.send('ada')
      expect(page.inFlight()).toBe(0)
    },
  },
  {
    name: 'a new observer sees new executions, and the previous observer still counts those that started before',
    async run(harness) {
      const [former, next] = [createActionObserver(), createActionObserver()]
      const page = await open(harness, { given: { observer: former } })
      await page.send('ada')
      await page.update({ observer: next })
      expect(page.inFlight()).toBe(0)
      await page.send('bob', 'cleo')
      expect([page.inFlight(), former.getInFlight()]).toEqual([2, 1])
      await page.answer('ada', 'm1')
      expect([page.inFlight(), former.getInFlight()]).toEqual([2, 0])
      await page.update({ observer: undefined })
      expect(page.inFlight()).toBe(0)
    },
  },
  {
    name: 'each failure is shown exactly once: by the component that handles it, otherwise by the app',
    async run(harness) {
      const told: Record<string, string[]> = {}
      const ways: Record<string, Parameters<typeof openWithToasts>[1]> = {
        'no callback': () => ({}),
        'a callback of success': () => ({ onSuccess() {} }),
        onError: (toast) => ({ onError: ({ kind }) => toast(kind) }),
        onSettled: (toast) => ({ onSettled: (_data, error) => error && toast(error.kind) }),
        'it logs, and shows nothing': () => ({ onError() {}, handles: false }),
        'it shows the error beside the button': () => ({ handles: true }),
      }
      for (const [way, options] of Object.entries(ways)) {
        const page = await openWithToasts(harness, options)
        await page.send('ada')
        await page.refuse('ada')
        told[way] = page.toasts
        await page.unmount()
      }
      expect(told).toEqual({
        'no callback': ['app: server'],
        'a callback of success': ['app: server'],
        onError: ['component: server'],
        onSettled: ['component: server'],
        'it logs, and shows nothing': ['app: server'],
        'it shows the error beside the button': [],
      })
    },
  },
  {
    name: 'a failure after the component is unmounted is still reported',
    async run(harness) {
      const page = await openWithToasts(harness, () => ({}))
      await page.send('ada')
      await page.unmount()
      await page.refuse('ada')
      expect(page.toasts).toEqual(['app: server'])
    },
  },
  {
    name: 'an observer receives each end with its arguments and result, but no canceled executions',
    async run(harness) {
      const ends: ExecutionEnd[] = []
      const observer = createActionObserver()
      observer.onEnd((end) => ends.push(end))
      const page = await open(harness, { given: { observer } })
      await page.send('ada')
      await page.answer('ada', 'm1')
      await page.send('bob')
      await page.act(page.rendered().cancel)
      expect(ends.map((end) => [end.action, end.delivery, end.args(), end.data()])).toEqual([
        ['emails:send', 'responded', { to: 'ada' }, { messageId: 'm1' }],
      ])
    },
  },
]
