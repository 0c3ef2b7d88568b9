import { expect, vi } from 'vitest'
import { open } from '../page.js'
import type { Case } from './case.js'

export const concurrency: Case[] = [
  {
    name: 'of parallel calls, the newest is shown, all are counted, and each promise settles with its own result',
    async run(harness) {
      const page = await open(harness)
      const [ada, bob] = await page.send('ada', 'bob')
      expect(page.text()).toBe('running, 2 in flight')
      expect(page.rendered().args).toEqual({ to: 'bob' })
      await page.answer('ada', 'm1')
      expect(await ada).toEqual({ messageId: 'm1' })
      expect(page.text()).toBe('running')
      await page.answer('bob', 'm2')
      expect(await bob).toEqual({ messageId: 'm2' })
      expect(page.text()).toBe('success, m2')
    },
  },
  {
    name: 'the result or error of a superseded execution is never shown',
    async run(harness) {
      const page = await open(harness)
      const [ada, bob] = await page.send('ada', 'bob', 'cleo')
      await page.answer('cleo', 'm3')
      expect(page.text()).toBe('success, m3, 2 in flight')
      await page.answer('ada', 'm1')
      await page.refuse('bob')
      expect(await ada).toEqual({ messageId: 'm1' })
      await expect(bob).rejects.toMatchObject({ kind: 'server' })
      expect(page.text()).toBe('success, m3')
    },
  },
  {
    name: 'a superseded execution is not tried again',
    needs: 'tries again',
    async run(harness) {
      vi.useFakeTimers()
      const retries = { limit: 3, delay: 1000, when: () => true }
      const page = await open(harness, { options: { callId: 'callId', retries } })
      const [ada] = await page.send('ada')
      await page.refuse('ada')
      expect(page.text()).toBe('retrying')
      const [bob] = await page.send('bob')
      await page.send('cleo')
      await page.refuse('bob')
      for (const promise of [ada, bob])
        await expect(promise).rejects.toMatchObject({ kind: 'server', attempt: 1 })
      await page.wait(1000)
      expect(page.sent()).toEqual(['ada', 'bob', 'cleo'])
      expect(page.text()).toBe('running')
    },
  },
  {
    name: 'with drop, a double click sends one request, and the second click has no effect',
    async run(harness) {
      const onExecute = vi.fn()
      const onSettled = vi.fn()
      const page = await open(harness, { options: { concurrency: 'drop', onExecute, onSettled } })
      const [ada, bob] = await page.send('ada', 'bob')
      await expect(bob).rejects.toMatchObject({ kind: 'dropped', delivery: 'not-sent' })
      expect(page.text()).toBe('running')
      await page.answer('ada', 'm1')
      expect(await ada).toEqual({ messageId: 'm1' })
      expect(page.text()).toBe('success, m1')
      expect(page.sent()).toEqual(['ada'])
      expect([onExecute, onSettled].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
    },
  },
  {
    name: 'with drop, a reset does not allow a second request',
    async run(harness) {
      const page = await open(harness, { options: { concurrency: 'drop' } })
      await page.send('ada')
      await page.act(page.rendered().reset)
      const [bob] = await page.send('bob')
      await expect(bob).rejects.toMatchObject({ kind: 'dropped' })
      await page.answer('ada', 'm1')
      await page.send('cleo')
      expect(page.sent()).toEqual(['ada', 'cleo'])
    },
  },
  {
    name: 'with drop, a callback may cancel and execute, like a click',
    async run(harness) {
      let again = () => {}
      const page = await open(harness, {
        options: { concurrency: 'drop', onExecute: ({ args }) => args.to === 'ada' && again() },
      })
      again = () => {
        page.rendered().cancel()
        void page.rendered().execute({ to: 'bob' })
      }
      const [ada] = await page.send('ada')
      await expect(ada).rejects.toMatchObject({ kind: 'canceled' })
      expect(page.sent()).toEqual(['ada', 'bob'])
      await page.answer('bob', 'm2')
      expect(page.text()).toBe('success, m2')
    },
  },
  {
    name: 'with queue, executions run one after the other, and the page shows the current one',
    async run(harness) {
      const page = await open(harness, { options: { concurrency: 'queue' } })
      const [ada, bob] = await page.send('ada', 'bob')
      expect(page.text()).toBe('running, 2 in flight')
      expect(page.rendered().args).toEqual({ to: 'ada' })
      expect(page.sent()).toEqual(['ada'])
      await page.refuse('ada')
      await expect(ada).rejects.toMatchObject({ kind: 'server' })
      expect(page.text()).toBe('running')
      expect(page.rendered().args).toEqual({ to: 'bob' })
      await page.answer('bob', 'm2')
      expect(await bob).toEqual({ messageId: 'm2' })
      expect(page.text()).toBe('success, m2')
    },
  },
  {
    name: 'with latest, one execution runs, the newest waits, and the one that waited before is dropped',
    async run(harness) {
      const page = await open(harness, { options: { concurrency: 'latest' } })
      const [ada, bob, cleo] = await page.send('ada', 'bob', 'cleo')
      await expect(bob).rejects.toMatchObject({ kind: 'dropped', delivery: 'not-sent' })
      expect(page.text()).toBe('running, 2 in flight')
      expect(page.sent()).toEqual(['ada'])
      await page.answer('ada', 'm1')
      expect(await ada).toEqual({ messageId: 'm1' })
      expect(page.sent()).toEqual(['ada', 'cleo'])
      expect(page.rendered()).toMatchObject({ phase: 'running', args: { to: 'cleo' } })
      await page.answer('cleo', 'm3')
      expect(await cleo).toEqual({ messageId: 'm3' })
      expect(page.text()).toBe('success, m3')
    },
  },
]
