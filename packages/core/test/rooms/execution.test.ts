import { describe, expect, test, vi } from 'vitest'
import { createActionStore, createMutationStore } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import { charge, save, send } from '../actions.js'
import type { Answer } from '../clients.js'
import { macrotask } from '../promises.js'
import { setUpCharge } from '../stores.js'
import { catchReports, holdTime } from '../surroundings.js'

const reported = catchReports()

test('an error of the client after the end of an execution is reported, and the result stays', async () => {
  const cause = new Error('from the client')
  const client = createFakeClient()
  client.subscribeToConnectionState = () => () => {
    throw cause
  }
  const store = createActionStore(send, { client })
  const result = store.execute({ to: 'ada' })
  client.resolve(send, { messageId: 'm1' })
  expect(await result).toEqual({ messageId: 'm1' })
  expect(reported).toEqual([cause])
})

test('a client that throws when it is asked whether it is closed ends executions that lost their connection', async () => {
  const cause = new Error('from the client')
  const client = createFakeClient()
  const store = createActionStore(send, { client })
  const result = store.execute({ to: 'ada' })
  client.disconnect()
  Object.defineProperty(client, 'closed', {
    get() {
      throw cause
    },
  })
  await expect(result).rejects.toMatchObject({ kind: 'unexpected', delivery: 'unknown', cause })
})

test('a result for a previous user rejects, with delivery responded', async () => {
  let user = 'ada'
  const client = createFakeClient()
  const store = createActionStore(send, { client, identity: () => user })
  const result = store.execute({ to: 'ada' })
  user = 'bob'
  client.resolve(send, { messageId: 'm1' })
  await expect(result).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
})

test('a mutation of a previous user also ends when its client is closed while the connection is gone', async () => {
  let user = 'ada'
  const client = createFakeClient()
  const store = createMutationStore(save, { client, identity: () => user })
  const result = store.mutate({ item: 'tea' })
  user = 'bob'
  store.identify()
  client.disconnect()
  await macrotask()
  await client.close()
  await expect(result).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'unknown' })
})

describe('an execution in a queue', () => {
  holdTime()

  test('that is canceled just before its turn leaves no timer, even if the connection was lost', async () => {
    const client = createFakeClient()
    const onSettled = () => {
      client.disconnect()
      cancel()
    }
    const options = { client, concurrency: 'queue' as const, onSettled }
    const { execute, cancel } = createActionStore(send, options)
    const results = [execute({ to: 'ada' }), execute({ to: 'bob' })]
    client.resolve(send, { messageId: 'm1' })
    await results[0]
    await expect(results[1]).rejects.toMatchObject({ kind: 'canceled' })
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('an execution that is tried again', () => {
  holdTime()

  test('ignores late failures of earlier tries', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 1, delay: 10 } })
    const answers: Answer[] = []
    // Unlike a real client, it does not report that a connection took the answer with it.
    client.action = () => new Promise((resolve, reject) => answers.push({ resolve, reject }))
    const result = store.execute({ amount: 1 })
    await reconnect()
    await vi.advanceTimersByTimeAsync(10)
    expect(store.getState()).toMatchObject({ phase: 'running', attempt: 2 })
    answers[0]?.reject(new Error('late'))
    await vi.advanceTimersByTimeAsync(0)
    expect(store.getState()).toMatchObject({ phase: 'running', attempt: 2 })
    answers[1]?.resolve('charged')
    expect(await result).toBe('charged')
  })

  test('leaves no timer if it is canceled before the next try', async () => {
    const { store, reconnect } = setUpCharge({ retries: { limit: 1, delay: 10 } })
    const result = store.execute({ amount: 1 })
    await reconnect()
    await vi.advanceTimersByTimeAsync(0)
    expect(store.getState()).toMatchObject({ phase: 'retrying' })
    store.cancel()
    await expect(result).rejects.toMatchObject({ kind: 'canceled' })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is not tried again once it is superseded, even if only the connection was missing', async () => {
    const { client, store } = setUpCharge({ retries: { limit: 1, delay: 10 } })
    const result = store.execute({ amount: 1 })
    client.disconnect()
    await vi.advanceTimersByTimeAsync(10)
    expect(store.getState()).toMatchObject({ phase: 'queued', attempt: 2 })
    store.execute({ amount: 2 })
    await expect(result).rejects.toMatchObject({ kind: 'connection', delivery: 'unknown' })
    client.connect()
    expect(client.calls(charge).map(({ args }) => args.amount)).toEqual([1, 2])
    store.cancel()
  })
})
