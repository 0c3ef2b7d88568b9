import { recover } from '@convex-action/core/recovery'
import { expect, vi } from 'vitest'
import { api } from '../api.js'
import type { Harness, Options } from '../harness.js'
import { open } from '../page.js'
import type { Case } from './case.js'

const { settle, outcome } = api.calls
const needs = 'asks the server'

/** A page that has sent an e-mail and lost the connection. */
async function openAndLose(harness: Harness, options: Options = {}) {
  const page = await open(harness, { options: { recovery: recover(api.calls), ...options } })
  const [promise] = await page.send('ada')
  await page.lose()
  return {
    ...page,
    promise,
    /** The argument `call` of each call, oldest first. */
    calls: () => page.client.calls(api.emails.send).map(({ args }) => args.call),
    /** The tries in each question to the server. */
    asked: () => page.client.calls(settle).map(({ args }) => args.tries),
    tell: (value: (typeof settle)['_returnType']) => page.act(() => page.client.resolve(settle, value)),
  }
}

export const recovery: Case[] = [
  {
    name: 'a lost connection shows "checking", and then the result that the server remembers',
    needs,
    async run(harness) {
      const page = await openAndLose(harness)
      expect(page.text()).toBe('checking')
      expect(page.rendered()).toMatchObject({ status: 'pending', pending: true, error: null, inFlight: 1 })
      await page.connect()
      expect(page.text()).toBe('checking')
      await page.tell({ state: 'finished', value: { messageId: 'm1' } })
      expect(page.text()).toBe('success, m1')
      expect(await page.promise).toEqual({ messageId: 'm1' })
      expect(page.sent()).toEqual(['ada'])
    },
  },
  {
    name: 'a call that is still running on the server is followed until it ends',
    needs,
    async run(harness) {
      const page = await openAndLose(harness)
      await page.connect()
      await page.tell({ state: 'running' })
      expect(page.text()).toBe('checking')
      await page.act(() => page.client.update(outcome, { state: 'refused', value: 'No such address.' }))
      expect(page.text()).toBe('error, application')
      expect(page.rendered().error).toMatchObject({ delivery: 'responded', message: 'No such address.' })
    },
  },
  {
    name: 'a call that the server never began is not-sent, and is tried again under the same id',
    needs,
    async run(harness) {
      const page = await openAndLose(harness)
      await page.connect()
      await page.tell({ state: 'never' })
      expect(page.text()).toBe('error, connection')
      expect(page.rendered().error?.delivery).toBe('not-sent')
      await page.act(() => void page.rendered().retry())
      const [first, second] = page.calls()
      expect(second?.id).toBe(first?.id)
      expect(second?.try).not.toBe(first?.try)
      await page.answer('ada', 'm1')
      expect(page.text()).toBe('success, m1')
    },
  },
  {
    name: 'unmounting while the server is asked changes nothing: the callbacks receive the outcome',
    needs,
    async run(harness) {
      const onSuccess = vi.fn()
      const page = await openAndLose(harness, { onSuccess })
      await page.unmount()
      const renders = page.renders()
      await page.connect()
      await page.tell({ state: 'finished', value: { messageId: 'm1' } })
      expect(await page.promise).toEqual({ messageId: 'm1' })
      expect(onSuccess).toHaveBeenCalledWith(
        { messageId: 'm1' },
        { args: { to: 'ada' }, shown: true, mounted: false },
      )
      expect(page.renders()).toBe(renders)
    },
  },
  {
    name: 'cancel while the server is asked ends the execution at once, and a call that has not begun never begins',
    needs,
    async run(harness) {
      const page = await openAndLose(harness)
      await page.act(page.rendered().cancel)
      expect(page.text()).toBe('idle')
      await expect(page.promise).rejects.toMatchObject({ kind: 'canceled', delivery: 'unknown' })
      await page.connect()
      expect(page.asked()).toEqual([[page.calls()[0]?.try]])
      await page.tell({ state: 'finished', value: { messageId: 'm1' } })
      expect(page.text()).toBe('idle')
    },
  },
]
