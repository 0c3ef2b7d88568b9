import { createActionStore } from '@convex-action/core'
import { recover } from '@convex-action/core/recovery'
import { createFakeClient } from '@convex-action/core/testing'
import { expect, vi } from 'vitest'
import { api } from '../api.js'
import type { Harness, Options, Setup, Store } from '../harness.js'
import { open } from '../page.js'
import type { Case } from './case.js'

const { settle, outcome } = api.calls
const needs = 'asks the server'

/** The storage of a tab, which outlives its pages. */
class Storage {
  [key: string]: unknown
  getItem(key: string) {
    return Object.hasOwn(this, key) ? String(this[key]) : null
  }
  setItem(key: string, value: string) {
    this[key] = value
  }
  removeItem(key: string) {
    delete this[key]
  }
}

/** An e-mail of this user that the page before the reload sent and never got an answer to. */
export function leaveBehind(user?: string) {
  vi.stubGlobal('sessionStorage', new Storage())
  const recovery = recover(api.calls, { remember: 'e-mail' })
  // In the types of the suite, arguments are never missing.
  const options = {
    recovery,
    concurrency: 'drop',
    callId: 'callId',
    progress: api.emails.sent,
  } as object as Options
  const client = createFakeClient()
  const former = createActionStore(api.emails.send, options, { client, identity: () => user })
  former.execute({ to: 'ada' })
  const [call] = client.calls(api.emails.send).map(({ args }) => args.call)
  return { options, id: call?.id, secret: call?.try }
}

/** The page after the reload. */
async function load(harness: Harness, setup: Setup) {
  const page = await open(harness, setup)
  return {
    ...page,
    asked: () => page.client.calls(settle).map(({ args }) => [args.id, ...args.tries]),
    tell: (value: (typeof settle)['_returnType']) => page.act(() => page.client.resolve(settle, value)),
  }
}

export const reload: Case[] = [
  {
    name: 'after a reload, a component shows "checking" and how far it is, and then the result; its callbacks run',
    needs,
    async run(harness) {
      const { options, id, secret } = leaveBehind()
      const onSuccess = vi.fn()
      const page = await load(harness, { options: { ...options, onSuccess } })
      await page.act(() => {})
      expect(page.text()).toBe('checking')
      expect(page.rendered()).toMatchObject({ args: undefined, callId: id, attempt: 1, inFlight: 1 })
      expect(page.asked()).toEqual([[id, secret]])
      await page.tell({ state: 'running' })
      await page.act(() => page.client.update(api.emails.sent, 50))
      expect(page.text()).toBe('checking, 50 %')
      const value = { messageId: 'm1' }
      await page.act(() => page.client.update(outcome, { state: 'finished', value }))
      expect(page.text()).toBe('success, m1, 50 %')
      expect(onSuccess.mock.calls).toEqual([[value, { args: undefined, shown: true, mounted: true }]])
      expect(page.sent()).toEqual([])
    },
  },
  {
    name: 'after a reload, a call that never began cannot be tried again, but a new call can be sent',
    needs,
    async run(harness) {
      const { options } = leaveBehind()
      const page = await load(harness, { options })
      await page.act(() => {})
      await page.tell({ state: 'never' })
      expect(page.text()).toBe('error, connection')
      expect(page.rendered()).toMatchObject({ canRetry: false, error: { delivery: 'not-sent' } })
      await page.send('bob')
      expect([page.sent(), page.text()]).toEqual([['bob'], 'running'])
    },
  },
  {
    name: 'after a reload, a click before the call is resumed joins that call',
    async run(harness) {
      const { options, id } = leaveBehind()
      const client = createFakeClient()
      const store = createActionStore(api.emails.send, options, { client }) as Store
      const promise = store.execute({ to: 'ada' })
      const page = await load(harness, { client, store })
      await page.act(() => {})
      expect([page.text(), page.rendered().callId, page.asked().length]).toEqual(['checking', id, 1])
      await page.tell({ state: 'finished', value: { messageId: 'm1' } })
      expect([await promise, page.sent()]).toEqual([{ messageId: 'm1' }, []])
    },
  },
  {
    name: 'after a reload, another user sees nothing of the call, and it is resumed when its own user is back',
    needs,
    async run(harness) {
      const { options, id } = leaveBehind('ada')
      const page = await load(harness, { options, given: { user: 'bob' } })
      await page.act(() => {})
      expect([page.text(), page.asked()]).toEqual(['idle', []])
      await page.update({ user: 'ada' })
      await page.act(page.rendered().identify)
      expect([page.text(), page.rendered().callId]).toEqual(['checking', id])
      await page.tell({ state: 'finished', value: { messageId: 'm1' } })
      expect(page.text()).toBe('success, m1')
    },
  },
]
