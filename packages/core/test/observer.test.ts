import { ConvexError } from 'convex/values'
import { describe, expect, test, vi } from 'vitest'
import { type ActionError, type ActionOptions, createActionStore } from '../src/index.js'
import { createActionObserver, type ExecutionEnd } from '../src/observer.js'
import { createFakeClient } from '../src/testing.js'
import { send } from './actions.js'
import { catchReports, holdTime, settle } from './surroundings.js'

holdTime()
const reported = catchReports()

function setUp(options: ActionOptions<typeof send> = {}) {
  const client = createFakeClient()
  const observer = createActionObserver()
  const counts: number[] = []
  const ends: ExecutionEnd[] = []
  observer.subscribe((inFlight) => counts.push(inFlight))
  observer.onEnd((end) => ends.push(end))
  const provided = { client, observer }
  return { client, observer, counts, ends, provided, store: createActionStore(send, options, provided) }
}

describe('an observer', () => {
  test('publishes how many executions of all stores are in flight, at most once per microtask', async () => {
    const { client, observer, counts, provided, store } = setUp()
    const other = createActionStore(send, {}, provided)
    store.execute({ to: 'ada' })
    other.execute({ to: 'bob' })
    expect([observer.getInFlight(), counts]).toEqual([0, [0]])
    await settle()
    expect([observer.getInFlight(), counts]).toEqual([2, [0, 2]])
    client.resolve(send, { messageId: 'm1' })
    await settle()
    other.cancel()
    await settle()
    expect(counts).toEqual([0, 2, 1, 0])
  })

  test('publishes nothing if the number is the same at the end of the microtask', async () => {
    const { counts, store } = setUp()
    store.execute({ to: 'ada' })
    store.cancel()
    await settle()
    expect(counts).toEqual([0])
  })

  test('does not count running executions of a previous user, and reports their ends once', async () => {
    let user = 'user-1'
    const { client, counts, ends, store } = setUp({ identity: () => user })
    store.execute({ to: 'ada' })
    await settle()
    user = 'user-2'
    store.identify()
    await settle()
    client.resolve(send, { messageId: 'm1' })
    await settle()
    expect(counts).toEqual([0, 1, 0])
    expect(ends.map(({ kind }) => kind)).toEqual(['identity-changed'])
  })

  test('reports each end with the details for a report, and arguments and result only on request', async () => {
    const { client, ends, store } = setUp()
    store.execute({ to: 'secret-recipient' })
    client.resolve(send, { messageId: 'secret-result' })
    await settle()
    store.execute({ to: 'secret-recipient' })
    client.reject(send, new ConvexError('No.'))
    await settle()
    const { error } = store.getState()
    expect(ends).toMatchObject([
      { action: 'emails:send', kind: undefined, delivery: 'responded', error: null, handled: false },
      { action: 'emails:send', kind: 'application', delivery: 'responded', error, handled: false },
    ])
    expect(JSON.stringify(ends)).not.toContain('secret')
    expect(ends.map((end) => [end.args(), end.data()])).toEqual([
      [{ to: 'secret-recipient' }, { messageId: 'secret-result' }],
      [{ to: 'secret-recipient' }, undefined],
    ])
  })

  test('does not report ends that the user asked for: dropped and canceled', async () => {
    const { client, ends, store } = setUp({ concurrency: 'latest' })
    for (const to of ['a', 'b', 'c']) store.execute({ to })
    store.cancel()
    await settle()
    expect(client.calls(send)).toHaveLength(1)
    expect(ends).toEqual([])
  })

  const cases: [what: string, options: ActionOptions<typeof send>, failure: boolean, success: boolean][] = [
    ['no callback', {}, false, false],
    ['onError', { onError() {} }, true, false],
    ['onSuccess', { onSuccess() {} }, false, true],
    ['onSettled', { onSettled() {} }, true, true],
    ['handles: true', { handles: true }, true, true],
    ['handles: false and onError', { handles: false, onError() {} }, false, false],
    ['handles by kind', { handles: ({ kind }) => kind === 'server' }, true, false],
    [
      'handles another kind, and onError',
      { handles: ({ kind }) => kind === 'offline', onError() {} },
      false,
      false,
    ],
  ]
  for (const [what, options, failure, success] of cases) {
    test(`option handles says whether the component shows failures itself: ${what}`, async () => {
      const { client, ends, store } = setUp(options)
      store.execute({ to: 'ada' })
      client.reject(send, new Error('boom'))
      await settle()
      store.execute({ to: 'ada' })
      client.resolve(send, { messageId: 'm1' })
      await settle()
      expect(ends.map(({ handled }) => handled)).toEqual([failure, success])
    })
  }

  test('decides for stores without the option handles whether, or for which failures, their components show failures', async () => {
    const client = createFakeClient()
    const handles = ({ kind }: ActionError) => kind === 'server'
    const observer = createActionObserver({ handles })
    const told: unknown[] = []
    observer.onEnd(({ kind, handled }) => told.push([kind, handled]))
    const provided = { client, observer }
    const own = [{}, { onError() {} }, { handles: false }]
    for (const options of own) {
      const store = createActionStore(send, options, provided)
      store.execute({ to: 'ada' })
      client.reject(send, new Error('boom'))
      store.execute({ to: 'ada' })
      client.reject(send, new ConvexError('no'))
      await settle()
    }
    expect(told).toEqual([
      ['server', true],
      ['application', false],
      ['server', true],
      ['application', true],
      ['server', false],
      ['application', false],
    ])
  })

  test('is told of an end after the callbacks of the store and before its promise settles', async () => {
    const order: string[] = []
    const { client, observer, store } = setUp({ onSettled: () => order.push('callback') })
    observer.onEnd(() => order.push('observer'))
    const promise = store.execute({ to: 'ada' }).then(() => order.push('promise'))
    client.resolve(send, { messageId: 'm1' })
    await promise
    expect(order).toEqual(['callback', 'observer', 'promise'])
  })

  test('sees an execution from start to end, even if the provider has another observer by then', async () => {
    const { client, counts, ends, provided, store } = setUp()
    const next = createActionObserver()
    const heard = vi.fn()
    next.subscribe(heard)
    store.execute({ to: 'ada' })
    await settle()
    provided.observer = next
    client.resolve(send, { messageId: 'm1' })
    await settle()
    expect([counts, ends.length]).toEqual([[0, 1, 0], 1])
    expect(heard.mock.calls).toEqual([[0]])
  })

  test('survives a listener that throws: other listeners and the promise are not affected', async () => {
    const { client, observer, counts, ends, store } = setUp()
    observer.subscribe(() => {
      throw new Error('count')
    })
    const stop = observer.onEnd(() => {
      throw new Error('end')
    })
    const after = vi.fn()
    observer.onEnd(after)
    const promise = store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await promise
    stop()
    expect([after.mock.calls.length, ends.length]).toEqual([1, 1])
    await settle()
    expect(counts.at(-1)).toBe(0)
    expect(new Set(reported.map(String))).toEqual(new Set(['Error: count', 'Error: end']))
  })

  test('no longer calls a listener that has unsubscribed', async () => {
    const { client, observer, store } = setUp()
    const [count, end] = [vi.fn(), vi.fn()]
    observer.subscribe(count)()
    observer.onEnd(end)()
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await settle()
    expect([count.mock.calls, end.mock.calls]).toEqual([[[0]], []])
  })

  test('of your own that throws does not affect the store', async () => {
    const client = createFakeClient()
    const throws = () => {
      throw new Error('broken')
    }
    const observer = { started: throws, left: throws, ended: throws }
    const store = createActionStore(send, {}, { client, observer })
    const promise = store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    expect(await promise).toEqual({ messageId: 'm1' })
    expect(store.getState().status).toBe('success')
    expect(reported).toHaveLength(3)
  })
})
