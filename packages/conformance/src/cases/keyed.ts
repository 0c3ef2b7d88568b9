import { createActionObserver } from '@convex-action/core/observer'
import { expect } from 'vitest'
import { openList } from '../page.js'
import type { Case } from './case.js'

const keys = ['ada', 'bob']

export const keyed: Case[] = [
  {
    name: 'each row of a list has its own state, and a summary covers all rows',
    async run(harness) {
      const list = await openList(harness, { keys })
      expect(list.text()).toBe('0 in flight, 0 failed. ada: idle; bob: idle;')
      await list.send('ada', 'bob')
      expect(list.text()).toBe('2 in flight, 0 failed. ada: running; bob: running;')
      await list.answer('ada', 'm1')
      await list.refuse('bob')
      expect(list.text()).toBe('0 in flight, 1 failed. ada: success, m1; bob: error, server;')
      await list.act(list.rendered().reset)
      expect(list.text()).toBe('0 in flight, 0 failed. ada: idle; bob: idle;')
    },
  },
  {
    name: 'with limit, some rows run and the others wait in order',
    async run(harness) {
      const list = await openList(harness, { keys: [...keys, 'cleo'], options: { limit: 1 } })
      await list.send('ada', 'bob', 'cleo')
      expect(list.text()).toBe('3 in flight, 0 failed. ada: running; bob: queued; cleo: queued;')
      await list.answer('ada', 'm1')
      expect(list.sent()).toEqual(['ada', 'bob'])
      await list.act(list.rendered().cancel)
      expect(list.text()).toBe('0 in flight, 0 failed. ada: success, m1; bob: idle; cleo: idle;')
      expect(list.sent()).toEqual(['ada', 'bob'])
    },
  },
  {
    name: 'a row whose state does not change does not render again',
    async run(harness) {
      const list = await openList(harness, { keys })
      const before = list.renders('bob')
      await list.send('ada')
      await list.answer('ada', 'm1')
      expect(list.renders('bob')).toBe(before)
    },
  },
  {
    name: 'rows outlive their list: their executions continue, and the app’s observer counts them',
    async run(harness) {
      const observer = createActionObserver()
      const list = await openList(harness, { keys, given: { observer } })
      const [promise] = await list.send('ada')
      await list.unmount()
      expect(observer.getInFlight()).toBe(1)
      await list.answer('ada', 'm1')
      expect(await promise).toEqual({ messageId: 'm1' })
      expect(observer.getInFlight()).toBe(0)
    },
  },
  {
    name: 'no row, key or count of a previous user is left',
    needs: 'notices the user',
    async run(harness) {
      const list = await openList(harness, { keys, given: { user: 'ada' } })
      await list.send('ada', 'bob')
      await list.answer('ada', 'm1')
      await list.refuse('bob')
      await list.update({ user: 'eve' })
      expect(list.text()).toBe('0 in flight, 0 failed. ada: idle; bob: idle;')
    },
  },
  {
    name: 'rows wait until their provider is ready, too, and are sent once',
    async run(harness) {
      const list = await openList(harness, { keys, given: { user: undefined, ready: false } })
      await list.send('ada', 'bob')
      expect(list.text()).toBe('2 in flight, 0 failed. ada: queued; bob: queued;')
      await list.update({ user: 'eve', ready: true })
      expect(list.sent()).toEqual(['ada', 'bob'])
      expect(list.text()).toBe('2 in flight, 0 failed. ada: running; bob: running;')
    },
  },
]
