import { expect, vi } from 'vitest'
import { api } from '../api.js'
import { open } from '../page.js'
import type { Case } from './case.js'

export const lifecycle: Case[] = [
  {
    name: 'unmounting cancels nothing: the promise settles, nothing is rendered, and the framework does not complain',
    async run(harness) {
      const onSuccess = vi.fn()
      const page = await open(harness, { options: { onSuccess } })
      const [promise] = await page.send('ada')
      await page.unmount()
      const renders = page.renders()
      await page.answer('ada', 'm1')
      expect(await promise).toEqual({ messageId: 'm1' })
      expect(page.renders()).toBe(renders)
      expect(onSuccess).toHaveBeenCalledWith(
        { messageId: 'm1' },
        { args: { to: 'ada' }, shown: true, mounted: false },
      )
    },
  },
  {
    name: 'a call that waits when its component is unmounted is still sent once there is a connection',
    async run(harness) {
      const page = await open(harness)
      await page.lose()
      const [promise] = await page.send('ada')
      await page.unmount()
      await page.connect()
      expect(page.sent()).toEqual(['ada'])
      await page.answer('ada', 'm1')
      expect(await promise).toEqual({ messageId: 'm1' })
    },
  },
  {
    name: 'an execution whose promise is ignored may fail',
    async run(harness) {
      const unhandled = vi.fn()
      process.on('unhandledRejection', unhandled)
      const page = await open(harness)
      await page.act(() => void page.rendered().execute({ to: 'ada' }))
      await page.act(() => page.client.reject(api.emails.send, new Error('No such address.')))
      process.off('unhandledRejection', unhandled)
      expect(page.text()).toBe('error, server')
      expect(unhandled).not.toHaveBeenCalled()
    },
  },
  {
    name: 'rendering again with other options does not affect a running execution',
    async run(harness) {
      const page = await open(harness)
      const [promise] = await page.send('ada')
      await page.update({ options: { timeout: 60_000 } })
      expect(page.text()).toBe('running')
      await page.answer('ada', 'm1')
      expect(await promise).toEqual({ messageId: 'm1' })
      expect(page.text()).toBe('success, m1')
    },
  },
]
