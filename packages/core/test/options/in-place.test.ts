import { describe, expect, test, vi } from 'vitest'
import { type ActionOptions, createActionStore, createMutationStore } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import { charge, save, send } from '../actions.js'
import { answerByHand } from '../clients.js'
import { kindOf } from '../promises.js'
import { catchReports, holdTime, settle } from '../surroundings.js'

holdTime()
const reported = catchReports()

describe('options that are changed in place: the options at execute decide what an execution does', () => {
  test('option concurrency: a queued call is sent when its turn comes', async () => {
    const client = createFakeClient()
    const options: ActionOptions<typeof send> = { concurrency: 'queue' }
    const store = createActionStore(send, options, { client })
    store.execute({ to: 'ada' })
    const second = store.execute({ to: 'bob' })
    options.concurrency = 'parallel'
    client.resolve(send, { messageId: 'm1' })
    await settle()
    expect(client.calls(send).at(-1)?.args).toEqual({ to: 'bob' })
    client.resolve(send, { messageId: 'm2' })
    expect(await second).toEqual({ messageId: 'm2' })
  })

  test('option concurrency: a parallel execution does not become a queued one', async () => {
    const client = createFakeClient({ connected: false })
    const options: ActionOptions<typeof send> = {}
    const store = createActionStore(send, options, { client })
    store.execute({ to: 'ada' })
    store.execute({ to: 'bob' })
    options.concurrency = 'queue'
    client.connect()
    expect(client.calls(send)).toHaveLength(2)
  })

  test('option retries: how often and how soon it is tried again', async () => {
    const client = createFakeClient()
    const answers = answerByHand(client)
    const retries = { limit: 1, delay: 10, when: () => true }
    const store = createActionStore(charge, { client, callId: 'callId', retries })
    const result = kindOf(store.execute({ amount: 1 }))
    Object.assign(retries, { limit: 0, delay: 1000, when: () => false })
    answers.at(-1)?.reject(new Error('no'))
    await vi.advanceTimersByTimeAsync(10)
    expect(client.calls(charge)).toHaveLength(2)
    answers.at(-1)?.reject(new Error('no'))
    expect(await result).toBe('unexpected')
  })

  test('option timeout, option offline', async () => {
    const client = createFakeClient({ connected: false })
    const options: ActionOptions<typeof send> = { timeout: 100, offline: 'fail' }
    const store = createActionStore(send, options, { client })
    const result = kindOf(store.execute({ to: 'ada' }))
    Object.assign(options, { timeout: 5000, offline: 'wait' })
    client.disconnect()
    expect(await Promise.race([result, settle()])).toBe('offline')
    expect(store.getState().status).toBe('error')
  })

  test('option callId: the progress query takes the id under the name that was sent', () => {
    const followed: unknown[] = []
    const client = Object.assign(createFakeClient(), {
      onUpdate: (_query: unknown, args: unknown) => {
        followed.push(args)
        return () => {}
      },
    })
    const callId = { name: 'callId', create: () => 'cart-1' }
    const options = { client, callId, progress: 'payments:progress' } as never
    const store = createActionStore(charge, options)
    // It starts in its own step, after the listener has changed the name.
    store.subscribe(({ status }) => {
      if (status !== 'idle' || followed.length) return
      store.execute({ amount: 1 })
      callId.name = 'other'
    })
    expect(client.calls(charge).at(-1)?.args).toEqual({ amount: 1, callId: 'cart-1' })
    expect(followed).toEqual([{ callId: 'cart-1' }])
  })

  test('option optimisticUpdate', async () => {
    const seen: unknown[] = []
    const client = Object.assign(createFakeClient({ connected: false }), {
      mutation: async (
        _reference: unknown,
        _args: unknown,
        { optimisticUpdate }: { optimisticUpdate: unknown },
      ) => void seen.push(optimisticUpdate),
    })
    const [before, after] = [() => {}, () => {}]
    const options = { client, optimisticUpdate: before }
    const store = createMutationStore(save, options)
    store.mutate({ item: 'tea' })
    options.optimisticUpdate = after
    client.connect()
    expect(seen).toEqual([before])
    expect(seen[0]).toBe(before)
  })

  const wrong: [change: object, message: string][] = [
    [{ timeout: -1 }, 'Option "timeout" takes milliseconds from 1 to 2147483647.'],
    [{ concurrency: 'first' }, 'Option "concurrency" takes parallel or drop or queue or latest.'],
    [{ timeuot: 5 }, 'Unknown option "timeuot".'],
    [{ callId: undefined }, 'Option "retries" needs option "callId".'],
    [{ onSuccess: 'soon' }, 'Option "onSuccess" takes a function.'],
  ]
  for (const [change, message] of wrong) {
    test(`an invalid value is named at the next execute: ${message}`, () => {
      const client = createFakeClient()
      const options = { client, callId: 'callId' as const, retries: 1 }
      const store = createActionStore(charge, options as never)
      Object.assign(options, change)
      expect(() => store.execute({ amount: 1 })).toThrow(message)
      expect(client.calls(charge)).toEqual([])
    })
  }

  test('an invalid value inside retries or callId is named too', () => {
    const retries: Record<string, unknown> = { limit: 1 }
    const callId: Record<string, unknown> = { name: 'callId', create: () => 'id' }
    const store = createActionStore(charge, { client: createFakeClient(), callId, retries } as never)
    retries.limit = -1
    expect(() => store.execute({ amount: 1 })).toThrow('Option "retries.limit" takes a whole number.')
    retries.limit = 1
    callId.create = undefined
    expect(() => store.execute({ amount: 1 })).toThrow('Option "callId" takes the name of an argument')
  })

  test('a callback that is not a function when an execution ends is reported by name', async () => {
    const client = createFakeClient()
    const onSettled = vi.fn()
    const options: Record<string, unknown> = { client, onSettled }
    const store = createActionStore(send, options as never)
    const result = store.execute({ to: 'ada' })
    options.onSuccess = 'soon'
    client.resolve(send, { messageId: 'm1' })
    expect(await result).toEqual({ messageId: 'm1' })
    expect(reported).toEqual([new TypeError('Option "onSuccess" takes a function.')])
    expect(onSettled).toHaveBeenCalledTimes(1)
  })

  test('cancel works even with invalid options', async () => {
    const client = createFakeClient()
    const options = { client, timeout: 1000 }
    const store = createActionStore(send, options)
    const result = kindOf(store.execute({ to: 'ada' }))
    options.timeout = -1
    expect(store.identify).toThrow('Option "timeout" takes milliseconds')
    store.cancel()
    expect(await result).toBe('canceled')
  })
})
