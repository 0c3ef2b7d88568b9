import { expect, vi } from 'vitest'
import type { Options } from '../harness.js'
import { open } from '../page.js'
import type { Case } from './case.js'

export const callbacks: Case[] = [
  {
    name: 'callbacks are called for every execution, with its arguments, whether it is shown and whether its component is mounted',
    async run(harness) {
      const told: unknown[] = []
      const options: Options = {
        onExecute: (context) => told.push(['execute', context]),
        onSuccess: ({ messageId }, context) => told.push([messageId, context]),
        onError: ({ kind }, context) => told.push([kind, context]),
        onSettled: (data, error, context) => told.push([data?.messageId, error?.kind, context]),
      }
      const page = await open(harness, { options })
      const context = (to: string, shown: boolean, mounted: boolean) => ({ args: { to }, shown, mounted })
      await page.send('ada', 'bob', 'cleo')
      await page.answer('ada', 'm1')
      await page.unmount()
      await page.refuse('bob')
      await page.answer('cleo', 'm3')
      expect(told).toEqual([
        ['execute', context('ada', true, true)],
        ['execute', context('bob', true, true)],
        ['execute', context('cleo', true, true)],
        ['m1', context('ada', false, true)],
        ['m1', undefined, context('ada', false, true)],
        ['server', context('bob', false, false)],
        [undefined, 'server', context('bob', false, false)],
        ['m3', context('cleo', true, false)],
        ['m3', undefined, context('cleo', true, false)],
      ])
    },
  },
  {
    name: 'when an execution ends, the newest callbacks are called',
    async run(harness) {
      const old = vi.fn()
      const newest = vi.fn()
      const page = await open(harness, { options: { onSuccess: old } })
      await page.send('ada')
      await page.update({ options: { onSuccess: newest } })
      await page.answer('ada', 'm1')
      expect(old).not.toHaveBeenCalled()
      expect(newest).toHaveBeenCalledTimes(1)
    },
  },
  {
    name: 'an error in a callback is reported, and does not affect the page, the promise or other callbacks',
    async run(harness) {
      const reported = vi.fn()
      vi.stubGlobal('reportError', reported)
      const mistake = new Error('A mistake in the app.')
      const fail = () => {
        throw mistake
      }
      const onSettled = vi.fn()
      const page = await open(harness, { options: { onExecute: fail, onSuccess: fail, onSettled } })
      const [promise] = await page.send('ada')
      await page.answer('ada', 'm1')
      expect(await promise).toEqual({ messageId: 'm1' })
      expect(page.text()).toBe('success, m1')
      expect(onSettled).toHaveBeenCalledTimes(1)
      expect(reported.mock.calls).toEqual([[mistake], [mistake]])
    },
  },
  {
    name: 'a callback may execute again: the page shows that execution',
    async run(harness) {
      let again = () => {}
      const page = await open(harness, {
        options: { onSuccess: ({ messageId }) => messageId === 'm1' && again() },
      })
      again = () => void page.rendered().execute({ to: 'bob' })
      const [ada] = await page.send('ada')
      await page.answer('ada', 'm1')
      expect(await ada).toEqual({ messageId: 'm1' })
      expect(page.text()).toBe('running, m1')
      await page.answer('bob', 'm2')
      expect(page.text()).toBe('success, m2')
    },
  },
  {
    name: 'a callback that executes every time it is called is stopped by an error that names it',
    async run(harness) {
      const reported = vi.fn()
      vi.stubGlobal('reportError', reported)
      let again = () => {}
      const page = await open(harness, { options: { onExecute: () => again() } })
      again = () => void page.rendered().execute({ to: 'bob' })
      await page.send('ada')
      const [error] = reported.mock.calls[0] ?? []
      expect(String(error)).toContain('Option "onExecute" executes every time it is called')
      expect(reported).toHaveBeenCalledTimes(1)
      again = () => {}
      await page.send('cleo')
      await page.answer('cleo', 'm3')
      expect(page.rendered()).toMatchObject({ status: 'success', data: { messageId: 'm3' } })
    },
  },
  {
    name: 'a callback that throws does not stop the page, even if the error cannot be reported',
    isLoud: true,
    async run(harness) {
      vi.stubGlobal('reportError', undefined)
      const fail = () => {
        throw new Error('A mistake in the app.')
      }
      const page = await open(harness, { options: { onExecute: fail, onSuccess: fail, onSettled: fail } })
      // Like a test setup that fails on any console output.
      vi.mocked(console.error).mockImplementation(fail)
      for (const to of ['ada', 'bob']) {
        const [promise] = await page.send(to)
        await page.answer(to, to)
        expect(await promise).toEqual({ messageId: to })
        expect(page.text()).toBe(`success, ${to}`)
      }
    },
  },
]
