import { isActionError } from '@convex-action/core'
import { ConvexError } from 'convex/values'
import { expect, vi } from 'vitest'
import { api } from '../api.js'
import type { Rendered } from '../harness.js'
import { open } from '../page.js'
import type { Case } from './case.js'

const idle = {
  status: 'idle',
  pending: false,
  phase: undefined,
  data: undefined,
  error: null,
  args: undefined,
  callId: undefined,
  attempt: 0,
  inFlight: 0,
  progress: undefined,
}
const names = Object.keys(idle) as (keyof typeof idle)[]
const fieldsOf = (rendered: Rendered) => Object.fromEntries(names.map((name) => [name, rendered[name]]))

export const fields: Case[] = [
  {
    name: 'every field follows an execution from start to end',
    async run(harness) {
      const page = await open(harness)
      expect(fieldsOf(page.rendered())).toEqual(idle)
      expect(page.text()).toBe('idle')

      const [promise] = await page.send('ada')
      const ran = { ...idle, args: { to: 'ada' }, attempt: 1 }
      const running = { ...ran, status: 'pending', pending: true, phase: 'running', inFlight: 1 }
      expect(fieldsOf(page.rendered())).toEqual(running)
      expect(page.text()).toBe('running')

      await page.answer('ada', 'm1')
      expect(await promise).toEqual({ messageId: 'm1' })
      expect(fieldsOf(page.rendered())).toEqual({ ...ran, status: 'success', data: { messageId: 'm1' } })
      expect(page.text()).toBe('success, m1')
    },
  },
  {
    name: 'a call that waits for a connection is queued, and is running once it is handed to the client',
    async run(harness) {
      const page = await open(harness)
      await page.lose()
      await page.send('ada')
      const queued = { status: 'pending', pending: true, phase: 'queued', attempt: 1, inFlight: 1 }
      expect(page.rendered()).toMatchObject(queued)
      expect(page.sent()).toEqual([])
      await page.connect()
      expect(page.rendered()).toMatchObject({ ...queued, phase: 'running' })
      expect(page.sent()).toEqual(['ada'])
    },
  },
  {
    name: 'a failure is an ActionError with a message for users, and the previous result stays on the page',
    async run(harness) {
      const page = await open(harness)
      await page.send('ada')
      await page.answer('ada', 'm1')
      const [promise] = await page.send('nobody')
      await page.refuse('nobody', new ConvexError('There is no such address.'))
      const failure = await promise?.catch((error) => error)
      expect(isActionError(failure)).toBe(true)
      expect(page.rendered().error).toBe(failure)
      expect(failure).toMatchObject({
        message: 'There is no such address.',
        kind: 'application',
        delivery: 'responded',
        action: 'emails:send',
      })
      expect(page.rendered()).toMatchObject({ status: 'error', pending: false, inFlight: 0 })
      expect(page.text()).toBe('error, m1, application')
    },
  },
  {
    name: 'the next execution clears the error at once, but the previous result stays until the next result',
    async run(harness) {
      const page = await open(harness)
      await page.send('ada')
      await page.answer('ada', 'm1')
      await page.send('bob')
      await page.refuse('bob')
      expect(page.text()).toBe('error, m1, server')
      await page.send('cleo')
      expect(page.rendered().error).toBeNull()
      expect(page.text()).toBe('running, m1')
      await page.answer('cleo', 'm2')
      expect(page.text()).toBe('success, m2')
    },
  },
  {
    name: 'the wait before another try is shown, and then the number of the try',
    needs: 'tries again',
    async run(harness) {
      vi.useFakeTimers()
      const page = await open(harness, { options: { callId: 'callId', retries: { limit: 1, delay: 1000 } } })
      const [promise] = await page.send('ada')
      await page.lose()
      await page.connect()
      expect(page.rendered()).toMatchObject({ status: 'pending', phase: 'retrying', attempt: 1, error: null })
      await page.wait(500)
      expect(page.text()).toBe('retrying')
      await page.wait(500)
      expect(page.text()).toBe('running, try 2')
      await page.answer('ada', 'm1')
      expect(page.text()).toBe('success, m1, try 2')
      expect(await promise).toEqual({ messageId: 'm1' })
    },
  },
  {
    name: 'one execution renders the page at most twice: when it starts and when it ends',
    async run(harness) {
      const page = await open(harness)
      for (const to of ['ada', 'bob']) {
        const before = page.renders()
        await page.send(to)
        await page.answer(to, to)
        expect(page.text()).toBe(`success, ${to}`)
        expect(page.renders() - before).toBeLessThanOrEqual(2)
      }
    },
  },
  {
    name: 'a result is the object that the client returned: not copied, not wrapped, not frozen',
    async run(harness) {
      const page = await open(harness)
      const [promise] = await page.send('ada')
      const result = { messageId: 'm1', parts: [{ size: 1 }] }
      await page.act(() => page.client.resolve(api.emails.send, result))
      expect(await promise).toBe(result)
      expect(page.rendered().data).toBe(result)
      expect([result, result.parts, result.parts[0]].map(Object.isFrozen)).toEqual([false, false, false])
    },
  },
  {
    name: 'unchanged values stay the same objects from render to render',
    async run(harness) {
      const page = await open(harness)
      await page.send('ada')
      await page.answer('ada', 'm1')
      const { data, args, execute, retry, reset, cancel, identify } = page.rendered()
      await page.update({ options: {} })
      expect(page.rendered().args).toBe(args)
      await page.send('bob')
      expect(page.text()).toBe('running, m1')
      expect(page.rendered().data).toBe(data)
      expect({ ...page.rendered() }).toMatchObject({ execute, retry, reset, cancel, identify })
    },
  },
]
