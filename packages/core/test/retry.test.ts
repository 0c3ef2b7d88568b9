import { ConvexError } from 'convex/values'
import { describe, expect, test } from 'vitest'
import { createActionStore } from '../src/index.js'
import { createFakeClient } from '../src/testing.js'
import { charge, send } from './actions.js'
import { failureOf } from './promises.js'
import { setUp, setUpCharge } from './stores.js'
import { holdTime, settle } from './surroundings.js'

holdTime()

describe('field retry', () => {
  test('runs the shown failed execution again: same arguments, same call id', async () => {
    const { client, store, idOf } = setUpCharge()
    store.execute({ amount: 5 })
    client.reject(charge, new ConvexError('declined'))
    await settle()
    const result = store.retry()
    expect(store.getState()).toMatchObject({
      status: 'pending',
      error: null,
      args: { amount: 5 },
      callId: idOf(0),
    })
    client.resolve(charge, 'charged')
    expect(await result).toBe('charged')
    expect(client.calls(charge)[1]?.args).toEqual(client.calls(charge)[0]?.args)
  })

  test('sends the arguments as they were at execute', async () => {
    const { client, store } = setUp()
    const args = { to: 'ada' }
    store.execute(args)
    client.reject(send, new Error('?'))
    await settle()
    args.to = 'mallory'
    store.retry()
    expect(client.calls(send).at(-1)?.args).toEqual({ to: 'ada' })
  })

  test('called twice runs it once: the second call finds no failure to retry (kind dropped)', async () => {
    const { client, store } = setUp()
    store.execute({ to: 'ada' })
    client.reject(send, new Error('?'))
    await settle()
    store.retry()
    expect(await failureOf(store.retry())).toMatchObject({ kind: 'dropped', delivery: 'not-sent' })
    expect(client.calls(send)).toHaveLength(2)
  })

  test('that was refused because another call was under way works later', async () => {
    const client = createFakeClient()
    let concurrency: 'parallel' | 'drop' = 'parallel'
    const store = createActionStore(send, () => ({ client, concurrency }))
    store.execute({ to: 'ada' })
    store.execute({ to: 'bob' })
    client.calls(send)[1]?.reject(new Error('?'))
    await settle()
    concurrency = 'drop'
    expect((await failureOf(store.retry())).kind).toBe('dropped')
    client.calls(send)[0]?.resolve({ messageId: 'm1' })
    await settle()
    store.retry()
    expect(client.calls(send).at(-1)?.args).toEqual({ to: 'bob' })
    expect(client.calls(send)).toHaveLength(3)
  })

  test('without a failure sends nothing and says so: while idle, after a success, after a reset', async () => {
    const { client, store, states } = setUp()
    const refused = { kind: 'dropped', delivery: 'not-sent', message: 'There is nothing to try again.' }
    expect(await failureOf(store.retry())).toMatchObject(refused)
    expect(client.calls(send)).toEqual([])
    expect(states).toHaveLength(1)
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await settle()
    expect(await failureOf(store.retry())).toMatchObject(refused)
    store.execute({ to: 'bob' })
    store.reset()
    expect(await failureOf(store.retry())).toMatchObject(refused)
    expect(client.calls(send)).toHaveLength(2)
  })

  test('while it runs sends nothing, and says that it is under way', async () => {
    const { client, store } = setUp()
    store.execute({ to: 'ada' })
    const message = 'This is already under way, and was not sent again.'
    expect(await failureOf(store.retry())).toMatchObject({ kind: 'dropped', message })
    client.reject(send, new Error('?'))
    await settle()
    store.retry()
    expect(await failureOf(store.retry())).toMatchObject({ kind: 'dropped', message })
    expect(client.calls(send)).toHaveLength(2)
  })
})

test('"Try again" sends the same arguments, however the object was changed meanwhile', async () => {
  const client = createFakeClient()
  const store = createActionStore(charge, { client, callId: 'callId' })
  const args = { amount: 1 }
  store.execute(args)
  client.reject(charge, new Error('?'))
  await settle()
  args.amount = 1000
  store.retry()
  expect(client.calls(charge)[1]?.args).toEqual(client.calls(charge)[0]?.args)
})

test('"Try again" runs a failed execution once, even if a callback and a subscriber both ask for it', async () => {
  const client = createFakeClient()
  const store = createActionStore(charge, { client, callId: 'callId', onError: () => void store.retry() })
  let isFirst = true
  store.subscribe(({ status }) => {
    if (status !== 'error' || !isFirst) return
    isFirst = false
    store.retry()
  })
  store.execute({ amount: 1 })
  client.reject(charge, new Error('?'))
  await settle()
  expect(client.calls(charge)).toHaveLength(2)
})
