import { createFakeClient } from '@convex-action/core/testing'
import { expect, vi } from 'vitest'
import { api } from '../api.js'
import { open } from '../page.js'
import type { Case } from './case.js'

export const connection: Case[] = [
  {
    name: 'a lost connection ends a running execution before the connection is back, and nothing is sent twice',
    needs: 'gives up with its connection',
    async run(harness) {
      const page = await open(harness)
      const [promise] = await page.send('ada')
      await page.lose()
      expect(page.text()).toBe('error, connection')
      await expect(promise).rejects.toMatchObject({ kind: 'connection', delivery: 'unknown' })
      await page.connect()
      expect(page.text()).toBe('error, connection')
      expect(page.sent()).toEqual(['ada'])
    },
  },
  {
    name: 'a running execution continues while the connection is gone, is shown as running, and ends with its own result',
    needs: 'outlives its connection',
    async run(harness) {
      const page = await open(harness)
      const [promise] = await page.send('ada')
      await page.lose()
      expect(page.text()).toBe('running')
      await page.connect()
      expect(page.text()).toBe('running')
      await page.answer('ada', 'm1')
      expect(page.text()).toBe('success, m1')
      expect(await promise).toEqual({ messageId: 'm1' })
      expect(page.sent()).toEqual(['ada'])
    },
  },
  {
    name: 'an answer that arrives right before the connection is lost counts',
    async run(harness) {
      const page = await open(harness)
      await page.send('ada')
      await page.act(() => {
        page.client.resolve(api.emails.send, { messageId: 'm1' })
        page.client.disconnect()
      })
      expect(page.text()).toBe('success, m1')
    },
  },
  {
    name: 'a call that times out or is canceled while it waits for a connection is never sent',
    async run(harness) {
      vi.useFakeTimers()
      const page = await open(harness, { options: { timeout: 1000 } })
      await page.lose()
      const [late] = await page.send('ada')
      await page.wait(1000)
      expect(page.text()).toBe('error, timeout')
      const [canceled] = await page.send('bob')
      await page.act(page.rendered().cancel)
      for (const [promise, kind] of [
        [late, 'timeout'],
        [canceled, 'canceled'],
      ] as const)
        await expect(promise).rejects.toMatchObject({ kind, delivery: 'not-sent' })
      await page.connect()
      expect(page.sent()).toEqual([])
    },
  },
  {
    name: 'a call that takes longer than its timeout may have gone through, and its late answer is not shown',
    async run(harness) {
      vi.useFakeTimers()
      const page = await open(harness, { options: { timeout: 1000 } })
      const [promise] = await page.send('ada')
      await page.wait(500)
      expect(page.text()).toBe('running')
      await page.wait(500)
      expect(page.text()).toBe('error, timeout')
      await expect(promise).rejects.toMatchObject({ kind: 'timeout', delivery: 'unknown' })
      await page.answer('ada', 'm1')
      expect(page.text()).toBe('error, timeout')
    },
  },
  {
    name: 'with offline "fail", a call without a connection is refused at once and never sent',
    async run(harness) {
      const page = await open(harness, { options: { offline: 'fail' } })
      await page.lose()
      const [promise] = await page.send('ada')
      await expect(promise).rejects.toMatchObject({ kind: 'offline', delivery: 'not-sent' })
      expect(page.text()).toBe('error, offline')
      await page.connect()
      expect(page.sent()).toEqual([])
    },
  },
  {
    name: 'even with offline "fail", a call waits for the very first connection',
    async run(harness) {
      const client = createFakeClient({ connected: false })
      const page = await open(harness, { client, options: { offline: 'fail' } })
      await page.send('ada')
      expect(page.text()).toBe('queued')
      await page.connect()
      expect(page.text()).toBe('running')
    },
  },
  {
    name: 'closing the client ends running and waiting executions, and each error says whether the call was sent',
    async run(harness) {
      const page = await open(harness, { options: { concurrency: 'queue' } })
      const [running, waiting] = await page.send('ada', 'bob')
      await page.act(page.client.close)
      await expect(running).rejects.toMatchObject({ kind: 'closed', delivery: 'unknown' })
      await expect(waiting).rejects.toMatchObject({ kind: 'closed', delivery: 'not-sent' })
      expect(page.rendered()).toMatchObject({ status: 'error', inFlight: 0 })
    },
  },
  {
    name: 'waiting arguments are sent as they were at execute, and the state shows the original object',
    async run(harness) {
      const page = await open(harness)
      await page.lose()
      const args = { to: 'ada' }
      await page.act(() => void page.rendered().execute(args))
      args.to = 'bob'
      await page.connect()
      expect(page.sent()).toEqual(['ada'])
      expect(page.rendered().args).toBe(args)
    },
  },
  {
    name: 'clearing a form after sending it does not change what is sent',
    async run(harness) {
      const page = await open(harness)
      const form = { to: 'ada' }
      await page.act(() => void page.rendered().execute(form))
      form.to = ''
      expect(page.sent()).toEqual(['ada'])
    },
  },
  {
    name: 'arguments that cannot be sent make the execution fail like any other, and nothing is sent',
    async run(harness) {
      const page = await open(harness)
      const args = { to: 'ada', attachment: new Date() }
      await page.act(() => void page.rendered().execute(args))
      expect(page.rendered().error).toMatchObject({
        kind: 'arguments',
        delivery: 'not-sent',
        message: 'Convex cannot encode the argument "attachment".',
      })
      expect(page.sent()).toEqual([])
    },
  },
]
