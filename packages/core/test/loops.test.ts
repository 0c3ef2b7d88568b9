import { describe, expect, test, vi } from 'vitest'
import { createActionStore } from '../src/index.js'
import { recover } from '../src/recovery.js'
import { createFakeClient } from '../src/testing.js'
import { calls, charge, guarded, send } from './actions.js'
import { answerByHand } from './clients.js'
import { kindOf, macrotask } from './promises.js'
import { catchReports } from './surroundings.js'

const reported = catchReports()

describe('with drop, in a subscriber or a callback as everywhere else', () => {
  test('cancel makes way for the next call', async () => {
    const client = createFakeClient()
    const store = createActionStore(send, { client, concurrency: 'drop' })
    let next: Promise<unknown> | undefined
    store.subscribe(({ phase, args }) => {
      if (phase !== 'running' || args.to !== 'ada') return
      store.cancel()
      next = store.execute({ to: 'bob' })
    })
    const first = kindOf(store.execute({ to: 'ada' }))
    expect(await first).toBe('canceled')
    client.calls(send)[1]?.resolve({ messageId: 'm1' })
    expect(await next).toEqual({ messageId: 'm1' })
    expect(client.calls(send).map(({ args }) => args)).toEqual([{ to: 'ada' }, { to: 'bob' }])
  })

  test('cancel in onExecute makes way for the next call', () => {
    const client = createFakeClient()
    let isFirst = true
    const store = createActionStore(send, {
      client,
      concurrency: 'drop',
      onExecute() {
        if (!isFirst) return
        isFirst = false
        store.cancel()
        store.execute({ to: 'bob' })
      },
    })
    store.execute({ to: 'ada' })
    expect(client.calls(send).map(({ args }) => args)).toEqual([{ to: 'ada' }, { to: 'bob' }])
  })

  test('a second click creates no call id', () => {
    const create = vi.fn(() => 'id')
    const store = createActionStore(charge, {
      client: createFakeClient(),
      concurrency: 'drop',
      callId: { name: 'callId', create },
    })
    store.execute({ amount: 1 })
    store.execute({ amount: 2 })
    expect(create).toHaveBeenCalledTimes(1)
  })

  test('a call that is refused is not shown, calls no callback, and rejects with kind dropped', async () => {
    const client = createFakeClient()
    const onExecute = vi.fn()
    const store = createActionStore(send, { client, concurrency: 'drop', onExecute })
    const states: unknown[] = []
    let refused: Promise<unknown> | undefined
    store.subscribe((state) => {
      states.push(state.args)
      if (state.status === 'pending') refused ??= kindOf(store.execute({ to: 'bob' }))
    })
    store.execute({ to: 'ada' })
    expect(await refused).toBe('dropped')
    expect(states).toEqual([undefined, { to: 'ada' }])
    expect(onExecute).toHaveBeenCalledTimes(1)
  })
})

describe('user code that executes every time it is called is stopped by an error that names it', () => {
  const http = { action: async () => ({ messageId: 'm1' }) }
  const endless = /executes every time it is called: an endless loop\.$/

  test('option onExecute', () => {
    const store = createActionStore(send, {
      client: http,
      onExecute: () => void store.execute({ to: 'ada' }),
    })
    store.execute({ to: 'ada' })
    expect(reported.map(String)).toEqual([expect.stringMatching(endless)])
    expect(String(reported[0])).toContain('Option "onExecute"')
  })

  test('option onError, if the execution fails at once', () => {
    const client = createFakeClient({ connected: false })
    client.disconnect()
    const store = createActionStore(send, {
      client,
      offline: 'fail',
      onError: () => void store.execute({ to: 'ada' }),
    })
    store.execute({ to: 'ada' })
    expect(reported.map(String)).toEqual([expect.stringContaining('Option "onError"')])
  })

  test('option onError that retries, if the execution fails at once', () => {
    const client = createFakeClient({ connected: false })
    client.disconnect()
    const store = createActionStore(send, { client, offline: 'fail', onError: () => void store.retry() })
    store.execute({ to: 'ada' })
    expect(reported.map(String)).toEqual([expect.stringContaining('Option "onError"')])
  })

  test('option onError that resumes, if the execution fails at once', async () => {
    const client = createFakeClient()
    await client.close()
    const store = createActionStore(guarded, {
      client,
      concurrency: 'drop',
      recovery: recover(calls, { remember: 'endless' }),
      onError: () => void store.resume('cart-1'),
    })
    store.resume('cart-1')
    expect(reported.map(String)).toEqual([expect.stringContaining('Option "onError"')])
  })

  test('a subscriber', () => {
    const client = createFakeClient()
    const store = createActionStore(send, { client })
    store.subscribe(() => void store.execute({ to: 'ada' }))
    expect(client.calls(send)).toHaveLength(101)
    expect(reported.map(String)).toEqual([expect.stringContaining('A subscriber')])
  })

  test('and the store keeps working', async () => {
    let isWild = true
    const store = createActionStore(send, {
      client: http,
      onExecute: () => {
        if (isWild) store.execute({ to: 'ada' })
      },
    })
    store.execute({ to: 'ada' })
    isWild = false
    expect(await store.execute({ to: 'bob' })).toEqual({ messageId: 'm1' })
    expect(store.getState()).toMatchObject({ status: 'success', args: { to: 'bob' }, inFlight: 0 })
  })

  test('but not user code that executes a thousand times at once, or again and again as answers arrive', async () => {
    let count = 0
    const store = createActionStore(send, {
      client: http,
      onSuccess: () => {
        if (++count < 300) store.execute({ to: 'ada' })
      },
      onExecute({ args }) {
        if (args.to === 'many')
          for (let times = 0; times < 1000; times++) store.execute({ to: 'one of many' })
      },
    })
    store.execute({ to: 'ada' })
    while (store.getState().inFlight) await macrotask()
    expect(count).toBe(300)
    store.execute({ to: 'many' })
    expect(store.getState().inFlight).toBe(1001)
    expect(reported).toEqual([])
  })
})

describe('many executions in one store: each costs as much as one of a few', () => {
  const options = ['parallel', 'queue'] as const

  /** Counts the work of a store for this many executions: how often it asks anything of anything. */
  async function workOf(count: number, concurrency: (typeof options)[number], end: string) {
    let work = 0
    const client = createFakeClient()
    const answers = answerByHand(client)
    for (const name of ['connectionState', 'subscribeToConnectionState'] as const) {
      const method = client[name] as (...args: unknown[]) => never
      client[name] = (...args: unknown[]) => {
        work++
        return method(...args)
      }
    }
    let user = 'ada'
    const store = createActionStore(send, () => {
      work++
      return { client, concurrency, identity: () => user, onSettled: () => void work++ }
    })
    store.subscribe(() => void work++)
    const all = Array.from({ length: count }, () => store.execute({ to: 'ada' }).catch(() => {}))
    if (end === 'cancel') store.cancel()
    if (end === 'another user') {
      user = 'bob'
      store.identify()
    }
    if (end === 'a closed client') client.close()
    for (let answered = 0; answered < answers.length; ) {
      answers[answered++]?.resolve({ messageId: 'm1' })
      await macrotask()
    }
    await Promise.all(all)
    return work / count
  }

  for (const concurrency of options)
    for (const end of ['an answer each', 'cancel', 'another user', 'a closed client'])
      test(`${end} (${concurrency})`, async () => {
        const [few, many] = [await workOf(20, concurrency, end), await workOf(200, concurrency, end)]
        expect(many).toBeLessThan(few * 1.5)
      })
})
