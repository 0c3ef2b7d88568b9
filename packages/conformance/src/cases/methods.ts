import { expect, vi } from 'vitest'
import { api } from '../api.js'
import type { Methods } from '../harness.js'
import { open } from '../page.js'
import type { Case } from './case.js'

const names = ['execute', 'retry', 'reset', 'cancel', 'identify'] as const

/** The methods read the options and the user, but the effect that calls them does not depend on these. */
const inEffects = names.map(
  (name): Case => ({
    name: `an effect that calls ${name} does not run again when the options or the user change`,
    needs: 'runs effects',
    async run(harness) {
      const effect = vi.fn((methods: Methods) => void methods[name]({ to: 'ada' }))
      const page = await open(harness, { effect, given: { user: 'ada' }, options: { timeout: 1000 } })
      const runs = effect.mock.calls.length
      expect(runs).toBeGreaterThan(0)
      await page.update({ options: { timeout: 2000 } })
      await page.update({ user: 'eve' })
      expect(effect).toHaveBeenCalledTimes(runs)
    },
  }),
)

export const methods: Case[] = [
  {
    name: 'retry runs the failed execution again: same arguments, same call id',
    async run(harness) {
      const page = await open(harness, { options: { callId: 'callId' } })
      await page.send('ada')
      await page.refuse('ada')
      const { callId, retry } = page.rendered()
      await page.act(() => void retry())
      expect(page.rendered()).toMatchObject({ phase: 'running', error: null, callId, attempt: 1 })
      await page.answer('ada', 'm1')
      expect(page.text()).toBe('success, m1')
      const sent = page.client.calls(api.emails.send).map(({ args }) => args)
      expect(sent).toEqual([
        { to: 'ada', callId },
        { to: 'ada', callId },
      ])
    },
  },
  {
    name: 'retry without a failed execution sends nothing, and says that there is nothing to try again',
    async run(harness) {
      const page = await open(harness)
      const renders = page.renders()
      const message = 'There is nothing to try again.'
      await page.act(async () => {
        await expect(page.rendered().retry()).rejects.toMatchObject({
          kind: 'dropped',
          delivery: 'not-sent',
          message,
        })
      })
      expect(page.sent()).toEqual([])
      expect(page.renders()).toBe(renders)
    },
  },
  {
    name: 'reset clears a result and an error from the page',
    async run(harness) {
      const page = await open(harness)
      const atRest = { status: 'idle', data: undefined, error: null, args: undefined, attempt: 0 }
      for (const end of [() => page.answer('ada', 'm1'), () => page.refuse('ada')]) {
        await page.send('ada')
        await end()
        expect(page.rendered().status).not.toBe('idle')
        await page.act(page.rendered().reset)
        expect(page.rendered()).toMatchObject(atRest)
        expect(page.text()).toBe('idle')
      }
    },
  },
  {
    name: 'reset while idle renders nothing',
    async run(harness) {
      const page = await open(harness)
      const renders = page.renders()
      await page.act(page.rendered().reset)
      expect(page.renders()).toBe(renders)
    },
  },
  {
    name: 'a result that arrives after reset is not shown, but its promise resolves with it',
    async run(harness) {
      const page = await open(harness)
      const [promise] = await page.send('ada')
      await page.act(page.rendered().reset)
      expect(page.rendered()).toMatchObject({ status: 'idle', inFlight: 1 })
      await page.answer('ada', 'm1')
      expect(await promise).toEqual({ messageId: 'm1' })
      expect(page.rendered()).toMatchObject({ status: 'idle', inFlight: 0, data: undefined })
    },
  },
  {
    name: 'cancel gives up on all executions at once, never sends those that wait, and keeps the last result',
    async run(harness) {
      const page = await open(harness, { options: { concurrency: 'queue' } })
      await page.send('ada')
      await page.answer('ada', 'm1')
      const [running, waiting] = await page.send('bob', 'cleo')
      const renders = page.renders()
      await page.act(page.rendered().cancel)
      expect(page.rendered()).toMatchObject({ status: 'idle', error: null, inFlight: 0 })
      expect(page.text()).toBe('idle, m1')
      expect(page.renders() - renders).toBe(1)
      await expect(running).rejects.toMatchObject({ kind: 'canceled', delivery: 'unknown' })
      await expect(waiting).rejects.toMatchObject({ kind: 'canceled', delivery: 'not-sent' })
      await page.answer('bob', 'm2')
      expect(page.text()).toBe('idle, m1')
      expect(page.sent()).toEqual(['ada', 'bob'])
    },
  },
  {
    name: 'cancel changes nothing if nothing is in flight',
    async run(harness) {
      const page = await open(harness)
      await page.send('ada')
      await page.refuse('ada')
      const renders = page.renders()
      await page.act(page.rendered().cancel)
      expect(page.text()).toBe('error, server')
      expect(page.renders()).toBe(renders)
    },
  },
  ...inEffects,
]
