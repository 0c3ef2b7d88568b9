import { describe, expect, test } from 'vitest'
import { createActionStore } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import { charge, progressOf } from '../actions.js'
import { failureOf } from '../promises.js'
import { catchReports, holdTime, settle } from '../surroundings.js'

holdTime()
const reported = catchReports()

describe('option progress', () => {
  const setUpProgress = (kind: 'onUpdate' | 'watchQuery') => {
    const queries: { args: unknown; tell(value: unknown): void; fail(error: Error): void }[] = []
    let following = 0
    const end = () => {
      following--
    }
    const onUpdate = (
      _query: unknown,
      args: unknown,
      tell: (value: unknown) => void,
      fail: (error: Error) => void,
    ) => {
      queries.push({ args, tell, fail })
      following++
      return end
    }
    const watchQuery = (_query: unknown, args: unknown) => {
      let read = (): unknown => undefined
      return {
        localQueryResult: () => read(),
        onUpdate(listener: () => void) {
          const tell = (value: unknown) => {
            read = () => value
            listener()
          }
          const fail = (error: Error) => {
            read = () => {
              throw error
            }
            listener()
          }
          queries.push({ args, tell, fail })
          following++
          return end
        },
      }
    }
    const client = Object.assign(
      createFakeClient(),
      kind === 'onUpdate' ? { onUpdate } : { onUpdate: undefined, watchQuery },
    )
    const store = createActionStore(charge, { client, callId: 'callId', progress: progressOf })
    return { client, store, queries, following: () => following }
  }

  for (const kind of ['onUpdate', 'watchQuery'] as const) {
    test(`follows the query with the call id only while pending, through ${kind}`, async () => {
      const { client, store, queries, following } = setUpProgress(kind)
      const result = store.execute({ amount: 5 })
      expect(queries.map(({ args }) => args)).toEqual([{ callId: store.getState().callId }])
      expect(store.getState().progress).toBeUndefined()
      queries[0]?.tell(1)
      expect(store.getState()).toMatchObject({ status: 'pending', progress: 1 })
      queries[0]?.tell(2)
      client.resolve(charge, 'charged')
      await result
      expect(store.getState()).toMatchObject({ status: 'success', progress: 2 })
      expect(following()).toBe(0)
    })

    test(`reports a query that fails, through ${kind}, and does not end the execution`, async () => {
      const { client, store, queries } = setUpProgress(kind)
      const error = new Error('from the query')
      const result = store.execute({ amount: 5 })
      queries[0]?.fail(error)
      expect(reported).toEqual([error])
      client.resolve(charge, 'charged')
      expect(await result).toBe('charged')
    })
  }

  test('shows at once what the client already knows, and keeps it while the query loads again', () => {
    const known: { value: unknown } = { value: 7 }
    let tell = () => {}
    const watchQuery = () => ({
      localQueryResult: () => known.value,
      onUpdate(listener: () => void) {
        tell = listener
        return () => {}
      },
    })
    const client = Object.assign(createFakeClient(), { onUpdate: undefined, watchQuery })
    const store = createActionStore(charge, { client, callId: 'callId', progress: progressOf })
    store.execute({ amount: 5 })
    expect(store.getState().progress).toBe(7)
    known.value = undefined
    tell()
    expect(store.getState().progress).toBe(7)
  })

  test('field progress: is kept until the next execution, or reset', async () => {
    const { client, store, queries } = setUpProgress('onUpdate')
    store.execute({ amount: 5 })
    queries[0]?.tell(1)
    client.reject(charge, new Error('?'))
    await settle()
    expect(store.getState().progress).toBe(1)
    store.execute({ amount: 6 })
    expect(store.getState().progress).toBeUndefined()
    queries[1]?.tell(1)
    store.reset()
    expect(store.getState().progress).toBeUndefined()
  })

  test('follows nothing on a server or with a closed client, and reports nothing', async () => {
    const options = { callId: 'callId', progress: progressOf } as const
    const onServer = createActionStore(charge, options, { client: null })
    expect((await failureOf(onServer.execute({ amount: 5 }))).kind).toBe('unavailable')
    const { client, store, queries } = setUpProgress('onUpdate')
    client.close()
    expect((await failureOf(store.execute({ amount: 5 }))).kind).toBe('closed')
    expect([reported, queries]).toEqual([[], []])
  })

  test('shows nothing of an execution that is not shown', () => {
    const { store, queries } = setUpProgress('onUpdate')
    store.execute({ amount: 5 })
    store.execute({ amount: 6 })
    queries[0]?.tell(1)
    expect(store.getState().progress).toBeUndefined()
  })
})

test('in a queue, progress that arrived early is shown when the turn comes', async () => {
  const tellers: ((value: unknown) => void)[] = []
  const client = Object.assign(createFakeClient(), {
    onUpdate(_query: unknown, _args: unknown, onValue: (value: unknown) => void) {
      tellers.push(onValue)
      return () => {}
    },
  })
  const store = createActionStore(charge, {
    client,
    concurrency: 'queue',
    callId: 'callId',
    progress: 'payments:progress' as never,
  })
  store.execute({ amount: 1 })
  store.execute({ amount: 2 })
  tellers[1]?.('0 %')
  client.resolve(charge, 'charged')
  await settle()
  expect(store.getState()).toMatchObject({ args: { amount: 2 }, phase: 'running', progress: '0 %' })
})
