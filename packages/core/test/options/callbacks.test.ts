import { ConvexError } from 'convex/values'
import { describe, expect, test, vi } from 'vitest'
import { type ActionOptions, createActionStore } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import { send } from '../actions.js'
import { failureOf } from '../promises.js'
import { setUp } from '../stores.js'
import { catchReports, holdTime, settle } from '../surroundings.js'

holdTime()
const reported = catchReports()

describe('option onExecute, option onSuccess, option onError and option onSettled', () => {
  const recorder = () => {
    const calls: string[] = []
    const write =
      (name: string) =>
      (...args: unknown[]) => {
        const {
          args: given,
          shown,
          mounted,
        } = args.at(-1) as { args: { to: string }; shown: boolean; mounted: boolean }
        const told = args
          .slice(0, -1)
          .map((value) => (value instanceof Error ? value.message : JSON.stringify(value)))
        calls.push(
          [name, ...told, given.to, shown && 'shown', mounted && 'mounted'].filter(Boolean).join(' '),
        )
      }
    const options = {
      onExecute: write('execute'),
      onSuccess: write('success'),
      onError: write('error'),
      onSettled: write('settled'),
    }
    return { calls, options }
  }

  test('are called for every execution, shown or not, after the publication and before the promise', async () => {
    const { calls, options } = recorder()
    const { client, store } = setUp(options)
    store.subscribe(({ status }) => calls.push(status))
    const first = store.execute({ to: 'ada' }).then(() => calls.push('promise'))
    const second = store.execute({ to: 'bob' })
    client.calls(send)[0]?.resolve({ messageId: '1' })
    await first
    client.calls(send)[1]?.reject(new ConvexError('no'))
    await failureOf(second)
    expect(calls).toEqual([
      'idle',
      'pending',
      'execute ada shown mounted',
      'pending',
      'execute bob shown mounted',
      'pending',
      'success {"messageId":"1"} ada mounted',
      'settled {"messageId":"1"} null ada mounted',
      'promise',
      'error',
      'error no bob shown mounted',
      'settled no bob shown mounted',
    ])
  })

  test('are told what was shown at the end of the execution, even if a listener has started the next one since', async () => {
    const { calls, options } = recorder()
    const { client, store } = setUp(options)
    store.subscribe(({ status, args }) => {
      if (status === 'success' && args.to === 'ada') store.execute({ to: 'bob' })
    })
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: '1' })
    await settle()
    expect(calls[1]).toBe('success {"messageId":"1"} ada shown mounted')
  })

  test('guarantee 10: are called even after everything has unsubscribed, and are told that nothing is mounted', async () => {
    const { calls, options } = recorder()
    const client = createFakeClient()
    const store = createActionStore(send, { client, ...options })
    const stop = store.subscribe(() => {})
    store.execute({ to: 'ada' })
    stop()
    client.resolve(send, { messageId: '1' })
    await settle()
    expect(calls.slice(1)).toEqual([
      'success {"messageId":"1"} ada shown',
      'settled {"messageId":"1"} null ada shown',
    ])
  })

  test('guarantee 5: that throw or reject are reported, and a success stays a success', async () => {
    const thrown = new Error('thrown')
    const rejected = new Error('rejected')
    const onSuccess = () => {
      throw thrown
    }
    const { client, store } = setUp({ onSuccess, onSettled: async () => Promise.reject(rejected) })
    const result = store.execute({ to: 'ada' })
    client.resolve(send, { messageId: '1' })
    expect(await result).toEqual({ messageId: '1' })
    await settle()
    expect(store.getState().status).toBe('success')
    expect(reported).toEqual([thrown, rejected])
  })

  test('are the newest callbacks when an execution ends, while its behavior is decided at its start', async () => {
    const client = createFakeClient()
    const [before, after] = [vi.fn(), vi.fn()]
    let options: ActionOptions<typeof send> = { timeout: 1000, onSettled: before }
    const store = createActionStore(send, () => options, { client })
    const result = store.execute({ to: 'ada' })
    options = { timeout: 5000, onSettled: after }
    await vi.advanceTimersByTimeAsync(1000)
    expect((await failureOf(result)).kind).toBe('timeout')
    expect([before.mock.calls.length, after.mock.calls.length]).toEqual([0, 1])
  })

  test('may execute: the next execution starts once the promise of this one has settled', async () => {
    const client = createFakeClient()
    const order: string[] = []
    const store = createActionStore(send, {
      client,
      onSuccess: (_data, { args }) => {
        if (args.to === 'ada') store.execute({ to: 'bob' })
      },
    })
    store.subscribe(({ phase, args }) => order.push(`${phase} ${args?.to}`))
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: '1' })
    await settle()
    expect(order).toEqual(['undefined undefined', 'running ada', 'undefined ada', 'running bob'])
  })
})
