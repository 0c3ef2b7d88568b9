import { describe, expect, test, vi } from 'vitest'
import { createActionStore } from '../../src/index.js'
import { type ActionDefaults, createProvider } from '../../src/provider.js'
import { createFakeClient } from '../../src/testing.js'
import { charge, send } from '../actions.js'
import { failureOf, kindOf } from '../promises.js'
import { holdTime, settle } from '../surroundings.js'

holdTime()

describe('defaults of a provider', () => {
  test('apply if the store has no such option, and the options of a store win', async () => {
    const provided = createProvider({
      client: createFakeClient(),
      defaults: { timeout: 5, concurrency: 'drop' },
    })
    const plain = createActionStore(send, {}, provided)
    const own = createActionStore(send, { timeout: 50, concurrency: 'parallel' }, provided)
    const failures = [plain, own].map((store) => kindOf(store.execute({ to: 'ada' })))
    expect(await kindOf(plain.execute({ to: 'bob' }))).toBe('dropped')
    own.execute({ to: 'bob' })
    expect(own.getState().inFlight).toBe(2)
    await vi.advanceTimersByTimeAsync(5)
    expect(plain.getState().error?.kind).toBe('timeout')
    expect(own.getState().status).toBe('pending')
    await vi.advanceTimersByTimeAsync(45)
    expect(await Promise.all(failures)).toEqual(['timeout', 'timeout'])
  })

  test('are switched off by null', async () => {
    const client = createFakeClient({ connected: false })
    client.disconnect()
    const defaults = { timeout: 5, concurrency: 'drop', offline: 'fail' } as const
    const options = { timeout: null, concurrency: null, offline: null }
    const store = createActionStore(send, options, createProvider({ client, defaults }))
    store.execute({ to: 'ada' })
    store.execute({ to: 'bob' })
    await vi.advanceTimersByTimeAsync(1_000_000)
    expect(store.getState()).toMatchObject({ phase: 'queued', inFlight: 2 })
    store.cancel()
  })

  test('without a provider, null is the default of the option', async () => {
    const store = createActionStore(send, { client: createFakeClient(), timeout: null, offline: null })
    store.execute({ to: 'ada' })
    expect(store.getState().phase).toBe('running')
  })

  test('of offline are ignored if the client has no connection, as over HTTP', async () => {
    const client = { action: async () => ({ messageId: 'm1' }) }
    const store = createActionStore(send, {}, createProvider({ client, defaults: { offline: 'fail' } }))
    expect(await store.execute({ to: 'ada' })).toEqual({ messageId: 'm1' })
  })

  test('of the delay apply only to stores with retries', async () => {
    const client = createFakeClient()
    const defaults = { retries: { delay: 7 } }
    const lose = async () => {
      client.disconnect()
      await settle()
      client.connect()
    }
    const again = createActionStore(
      charge,
      { callId: 'callId', retries: 1 },
      createProvider({ client, defaults }),
    )
    again.execute({ amount: 1 })
    await lose()
    expect(again.getState().phase).toBe('retrying')
    await vi.advanceTimersByTimeAsync(6)
    expect(client.calls(charge)).toHaveLength(2)
    const once = createActionStore(charge, { callId: 'callId' }, createProvider({ client, defaults }))
    const failed = failureOf(once.execute({ amount: 1 }))
    await lose()
    expect(await failed).toMatchObject({ kind: 'connection', attempt: 1 })
  })

  test('of the delay are switched off by null, and replaced by a delay of the store', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const client = createFakeClient()
    const defaults = { retries: { delay: 7 } }
    for (const [delay, due] of [
      [null, 500],
      [20, 20],
    ] as const) {
      const store = createActionStore(
        charge,
        { callId: 'callId', retries: { limit: 1, delay } },
        createProvider({ client, defaults }),
      )
      store.execute({ amount: 1 })
      const sent = client.calls(charge).length
      client.disconnect()
      await vi.advanceTimersByTimeAsync(0)
      client.connect()
      await vi.advanceTimersByTimeAsync(due - 1)
      expect(client.calls(charge)).toHaveLength(sent)
      await vi.advanceTimersByTimeAsync(1)
      expect(client.calls(charge)).toHaveLength(sent + 1)
      store.cancel()
    }
    vi.restoreAllMocks()
  })

  test('may change: the next execution uses the newest defaults', async () => {
    const given: { client: ReturnType<typeof createFakeClient>; defaults?: ActionDefaults } = {
      client: createFakeClient(),
    }
    const store = createActionStore(send, {}, createProvider(given))
    store.execute({ to: 'ada' })
    given.defaults = { concurrency: 'drop' }
    expect(await kindOf(store.execute({ to: 'bob' }))).toBe('dropped')
  })

  test('may be taken away: the next execution has none', async () => {
    const given: { client: ReturnType<typeof createFakeClient>; defaults?: ActionDefaults } = {
      client: createFakeClient(),
      defaults: { concurrency: 'drop' },
    }
    const store = createActionStore(send, {}, createProvider(given))
    store.execute({ to: 'ada' })
    delete given.defaults
    store.execute({ to: 'bob' })
    expect(store.getState().args).toEqual({ to: 'bob' })
    store.cancel()
  })

  test('may change in place, as a reactive object does', async () => {
    const defaults: ActionDefaults = { timeout: 1000, retries: { delay: 5 } }
    const client = createFakeClient()
    const store = createActionStore(send, {}, createProvider({ client, defaults }))
    store.execute({ to: 'ada' })
    defaults.concurrency = 'drop'
    expect(await kindOf(store.execute({ to: 'bob' }))).toBe('dropped')
    store.cancel()
  })

  const wrong: [defaults: object, message: string][] = [
    [{ timeout: 0 }, 'Option "defaults.timeout" takes milliseconds from 1 to 2147483647.'],
    [{ offline: 'no' }, 'Option "defaults.offline" takes wait or fail.'],
    [
      { callId: 'id' },
      'Unknown option "defaults.callId". Known options: concurrency, offline, timeout, retries.',
    ],
    [{ retries: 3 }, 'Option "defaults.retries" takes { delay }.'],
    [{ retries: { limit: 3 } }, 'Unknown option "defaults.retries.limit". Known options: delay.'],
  ]
  for (const [defaults, message] of wrong) {
    test(`that are invalid throw when a store is created: ${message}`, () => {
      expect(() =>
        createActionStore(send, {}, createProvider({ client: createFakeClient(), defaults })),
      ).toThrow(message)
    })
  }
})
