import { describe, expect, test, vi } from 'vitest'
import { createKeyedActionStore, createKeyedMutationStore, type KeyedState } from '../src/keyed.js'
import { createActionObserver } from '../src/observer.js'
import { createProvider } from '../src/provider.js'
import { recover } from '../src/recovery.js'
import { createFakeClient } from '../src/testing.js'
import { calls, guarded, save, send } from './actions.js'
import { failureOf } from './promises.js'
import { catchReports, holdTime, settle } from './surroundings.js'

holdTime()
catchReports()

function setUp(options: Parameters<typeof createKeyedActionStore<typeof send>>[1] | object = {}) {
  const client = createFakeClient()
  const keyed = createKeyedActionStore(send, { client, ...options })
  const sent = () => client.calls(send).map(({ args }) => args.to)
  const summaries: KeyedState[] = []
  keyed.subscribe((state) => summaries.push(state))
  return { client, keyed, sent, summaries }
}

describe('keyed stores', () => {
  test('have a state for each key', async () => {
    const { client, keyed } = setUp()
    const [a, b] = [keyed.for('a'), keyed.for('b')]
    const stop = [a, b].map((store) => store.subscribe(() => {}))
    a.execute({ to: 'ada' })
    b.execute({ to: 'bob' })
    client.resolve(send, { messageId: 'm1' })
    client.reject(send, new Error('boom'))
    await settle()
    expect(a.getState()).toMatchObject({ status: 'success', data: { messageId: 'm1' } })
    expect(b.getState()).toMatchObject({ status: 'error', args: { to: 'bob' } })
    expect(keyed.for('c').getState().status).toBe('idle')
    for (const end of stop) end()
  })

  test('return the same store for the same key, and its methods may be destructured', () => {
    const { keyed, sent } = setUp()
    expect(keyed.for(1)).toBe(keyed.for(1))
    expect(keyed.for(1)).not.toBe(keyed.for('1'))
    const { execute } = keyed.for(1)
    execute({ to: 'ada' })
    expect(sent()).toEqual(['ada'])
    keyed.cancel()
  })

  test('have a summary, which is published at most once per microtask', async () => {
    const { client, keyed, summaries } = setUp()
    for (const key of ['a', 'b', 'c']) keyed.for(key).execute({ to: key })
    expect(keyed.getState()).toBe(keyed.getInitialState())
    await settle()
    client.reject(send, new Error('boom'))
    client.resolve(send, { messageId: 'm' })
    await settle()
    expect(
      summaries.map(({ pending, inFlight, counts }) => [pending, inFlight, counts.pending, counts.error]),
    ).toEqual([
      [false, 0, 0, 0],
      [true, 3, 3, 0],
      [true, 1, 1, 1],
    ])
    keyed.cancel()
    await settle()
    expect(summaries.at(-1)).toMatchObject({ pending: false, inFlight: 0 })
  })

  test('release a success without subscribers, and keep a success with subscribers', async () => {
    const { client, keyed } = setUp()
    const stop = keyed.for('b').subscribe(() => {})
    for (const key of ['a', 'b']) keyed.for(key).execute({ to: key })
    for (const _ of 'ab') client.resolve(send, { messageId: 'm' })
    await settle()
    expect(keyed.keys()).toEqual(['b'])
    expect(keyed.getState().counts).toEqual({ pending: 0, success: 1, error: 0 })
    stop()
    stop()
    await settle()
    expect(keyed.keys()).toEqual([])
    expect(keyed.getState().counts.success).toBe(0)
  })

  test('keep a success while a component only changes its subscription', async () => {
    const { client, keyed } = setUp()
    const store = keyed.for('a')
    const stop = store.subscribe(() => {})
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await settle()
    stop()
    const again = store.subscribe(() => {})
    await settle()
    expect(store.getState().data).toEqual({ messageId: 'm1' })
    again()
  })

  test('keep a failure without subscribers until reset or another success', async () => {
    const { client, keyed } = setUp()
    for (const key of ['a', 'b']) {
      keyed.for(key).execute({ to: key })
      client.reject(send, new Error('boom'))
    }
    await settle()
    expect([keyed.keys(), keyed.getState().counts.error]).toEqual([['a', 'b'], 2])
    keyed.for('a').reset()
    keyed.for('b').retry()
    client.resolve(send, { messageId: 'm' })
    await settle()
    expect([keyed.keys(), keyed.getState().counts.error]).toEqual([[], 0])
  })

  test('forget the failures of a user as soon as another user is reported', async () => {
    let user = 'user-1'
    const { client, keyed } = setUp({ identity: () => user })
    keyed.identify()
    keyed.for('a').execute({ to: 'ada' })
    client.reject(send, new Error('boom'))
    await settle()
    user = 'user-2'
    keyed.identify()
    // At once: the summary must never show a previous user.
    expect([keyed.keys(), keyed.getState().counts.error]).toEqual([[], 0])
  })

  test('work through a store that was kept after its release', async () => {
    const { client, keyed } = setUp()
    const kept = keyed.for('a')
    kept.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await settle()
    expect(kept.getState().status).toBe('idle')
    kept.execute({ to: 'bob' })
    expect(keyed.for('a').getState()).toMatchObject({ status: 'pending', args: { to: 'bob' } })
    expect(kept.getState()).toBe(keyed.for('a').getState())
    keyed.cancel()
  })

  test('are canceled one by one or all together', async () => {
    const { keyed } = setUp()
    const failures = ['a', 'b', 'c'].map((key) => failureOf(keyed.for(key).execute({ to: key })))
    keyed.for('b').cancel()
    await settle()
    expect(keyed.getState().inFlight).toBe(2)
    keyed.cancel()
    expect((await Promise.all(failures)).map(({ kind }) => kind)).toEqual([
      'canceled',
      'canceled',
      'canceled',
    ])
  })

  test('are reset together: running executions continue unseen', async () => {
    const { client, keyed } = setUp()
    const promise = keyed.for('a').execute({ to: 'ada' })
    keyed.reset()
    await settle()
    expect(keyed.getState()).toMatchObject({ pending: false, inFlight: 1 })
    client.resolve(send, { messageId: 'm1' })
    expect(await promise).toEqual({ messageId: 'm1' })
    await settle()
    expect([keyed.getState().inFlight, keyed.keys()]).toEqual([0, []])
  })

  test('publish a summary only if it has changed', async () => {
    const { keyed, summaries } = setUp()
    const stop = keyed.for('a').subscribe(() => {})
    keyed.for('a').reset()
    await settle()
    stop()
    await settle()
    expect(summaries).toHaveLength(1)
  })

  test('report the executions of every key to the observer of a provider', async () => {
    const client = createFakeClient()
    const observer = createActionObserver()
    const ends: unknown[] = []
    observer.onEnd(({ action, kind }) => ends.push([action, kind]))
    const keyed = createKeyedActionStore(send, {}, { client, observer })
    for (const key of ['a', 'b']) keyed.for(key).execute({ to: key })
    await settle()
    expect(observer.getInFlight()).toBe(2)
    client.reject(send, new Error('boom'))
    await settle()
    keyed.cancel()
    await settle()
    expect([observer.getInFlight(), ends]).toEqual([0, [['emails:send', 'server']]])
  })

  test('exist for mutations, too', async () => {
    const client = createFakeClient()
    const rows = createKeyedMutationStore(save, { client })
    const promise = rows.for(7).mutate({ item: 'tea' })
    client.resolve(save, 'saved')
    expect(await promise).toBe('saved')
  })

  test('refuse a recovery with a name, because a name stands for one call', () => {
    const client = createFakeClient()
    const options = { client, concurrency: 'drop' } as const
    const recovery = recover(calls, { remember: 'checkout' })
    expect(() => createKeyedActionStore(guarded, { ...options, recovery } as never)).toThrow(
      'Keyed stores cannot use option "recovery" with "remember".',
    )
    expect(() => createKeyedActionStore(guarded, { ...options, recovery: recover(calls) })).not.toThrow()
  })

  test('refuse what a store refuses when they are created', () => {
    const client = createFakeClient()
    expect(() => createKeyedActionStore(undefined as never, { client })).toThrow('An action such as')
    expect(() => createKeyedActionStore(send, { client, timeout: 0 })).toThrow('Option "timeout"')
    expect(() => createKeyedActionStore(send, 7 as never)).toThrow('Options must be an object')
    for (const limit of [0, 1.5, '2', null])
      expect(() => createKeyedActionStore(send, { client, limit } as never)).toThrow(
        'Option "limit" takes a whole number from 1.',
      )
  })
})

describe('the limit of keyed stores', () => {
  test('limits how many run at once, in order of arrival; the others are queued', async () => {
    const { client, keyed, sent } = setUp({ limit: 2 })
    for (const key of ['a', 'b', 'c', 'd']) keyed.for(key).execute({ to: key })
    expect([sent(), keyed.for('c').getState().phase]).toEqual([['a', 'b'], 'queued'])
    client.resolve(send, { messageId: 'm' })
    await settle()
    expect(sent()).toEqual(['a', 'b', 'c'])
    keyed.for('d').cancel()
    client.resolve(send, { messageId: 'm' })
    client.resolve(send, { messageId: 'm' })
    await settle()
    expect(sent()).toEqual(['a', 'b', 'c'])
  })

  test('is freed by a failure, a cancel and a change of user, as by a success', async () => {
    let user = 'user-1'
    const { client, keyed, sent } = setUp({ limit: 1, identity: () => user })
    keyed.identify()
    for (const key of ['a', 'b', 'c']) keyed.for(key).execute({ to: key })
    client.reject(send, new Error('boom'))
    await settle()
    keyed.for('b').cancel()
    await settle()
    expect(sent()).toEqual(['a', 'b', 'c'])
    user = 'user-2'
    keyed.identify()
    keyed.for('d').execute({ to: 'd' })
    await settle()
    expect(sent()).toEqual(['a', 'b', 'c', 'd'])
    keyed.cancel()
  })

  test('holds while the connection is gone, and the order is kept when it is back', async () => {
    const { client, keyed, sent } = setUp({ limit: 1 })
    client.disconnect()
    for (const key of ['a', 'b']) keyed.for(key).execute({ to: key })
    client.connect()
    expect(sent()).toEqual(['a'])
    client.resolve(send, { messageId: 'm' })
    client.disconnect()
    await settle()
    client.connect()
    expect(sent()).toEqual(['a', 'b'])
    keyed.cancel()
  })

  test('is used in full when the connection is back, whatever the order of the rows', async () => {
    const { client, keyed, sent } = setUp({ limit: 2, concurrency: 'queue' })
    // The row "a" waits for its own turn first, and so reaches the limit after the row "b".
    for (const [key, to] of Object.entries({ a: 'a1', c: 'c1' })) keyed.for(key).execute({ to })
    for (const [key, to] of Object.entries({ a: 'a2', b: 'b1' })) keyed.for(key).execute({ to })
    client.disconnect()
    await settle()
    client.connect()
    await settle()
    expect(sent()).toEqual(['a1', 'c1', 'b1', 'a2'])
    keyed.cancel()
  })

  test('may be raised: waiting executions are sent when the options are read again', async () => {
    const client = createFakeClient()
    let limit = 1
    const keyed = createKeyedActionStore(send, () => ({ client, limit }))
    for (const key of ['a', 'b', 'c']) keyed.for(key).execute({ to: key })
    limit = 3
    keyed.identify()
    expect(client.calls(send)).toHaveLength(3)
    limit = 0
    expect(() => keyed.identify()).toThrow('Option "limit" takes a whole number from 1.')
    keyed.cancel()
  })
})

test('keyed stores wait until their provider is ready, and then for their limit', () => {
  const client = createFakeClient()
  let ready = false
  const end = vi.fn()
  const provider = createProvider({ client, ready: () => ready, watch: () => end })
  const keyed = createKeyedActionStore(send, { limit: 1 }, provider)
  keyed.for('a').execute({ to: 'a' })
  keyed.cancel()
  expect(end, 'nobody waits any more').toHaveBeenCalledTimes(1)
  for (const key of ['a', 'b']) keyed.for(key).execute({ to: key })
  expect(client.calls(send)).toEqual([])
  ready = true
  keyed.identify()
  expect(client.calls(send).map(({ args }) => args.to)).toEqual(['a'])
  keyed.cancel()
})
