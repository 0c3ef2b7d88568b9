import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ActionError, type ActionState, createActionStore } from '../src/index.js'
import { charge, send } from './actions.js'
import { fakeClient } from './fake-client.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const rest = () => vi.advanceTimersByTimeAsync(0)

test('a client that is closed while an execution waits for another try ends it at once', async () => {
  const client = fakeClient()
  const store = createActionStore(charge, { client, callId: 'callId', retries: { limit: 1, delay: 10_000 } })
  store.execute({ amount: 1 })
  client.publish({ isWebSocketConnected: false })
  await rest()
  expect(store.getState().phase).toBe('retrying')
  client.close()
  await vi.advanceTimersByTimeAsync(100)
  expect(store.getState().error).toMatchObject({ kind: 'closed', delivery: 'unknown' })
})

describe('when another user signed in, which nobody told', () => {
  const setUp = (options = {}) => {
    let user = 'ada'
    const client = fakeClient()
    const store = createActionStore(send, { client, identity: () => user, ...options })
    return {
      client,
      store,
      signIn(name: string) {
        user = name
      },
    }
  }

  test('"Try again" does not send the arguments of the former one', async () => {
    const { client, store, signIn } = setUp()
    store.execute({ to: 'ada' })
    client.last().reject(new Error('?'))
    await rest()
    signIn('bob')
    store.retry()
    expect(client.calls).toHaveLength(1)
    expect(store.getState()).toMatchObject({ status: 'idle', args: undefined })
  })

  test('"Try again" in a callback does not send the arguments of the former one either', async () => {
    const { client, store, signIn } = setUp({
      onError() {
        signIn('bob')
        store.retry()
      },
    })
    store.execute({ to: 'ada' })
    client.last().reject(new Error('?'))
    await rest()
    expect(client.calls).toHaveLength(1)
    expect(store.getState()).toMatchObject({ status: 'idle', args: undefined })
  })

  test('with drop, a call is not refused for one of the former that is never sent', async () => {
    const { client, store, signIn } = setUp({ concurrency: 'drop' })
    client.publish({ isWebSocketConnected: false })
    store.execute({ to: 'ada' })
    signIn('bob')
    store.execute({ to: 'bob' })
    expect(store.getState()).toMatchObject({ status: 'pending', args: { to: 'bob' }, inFlight: 1 })
  })

  test('with drop, a call that is refused shows no data of the former one any more', async () => {
    const { client, store, signIn } = setUp({ concurrency: 'drop' })
    store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'secret' })
    await rest()
    store.execute({ to: 'ada' })
    signIn('bob')
    store.execute({ to: 'bob' })
    expect(store.getState().data).toBeUndefined()
  })

  test('cancel, too, leaves no data of the former one', async () => {
    const { client, store, signIn } = setUp()
    store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'secret' })
    await rest()
    const second = store.execute({ to: 'ada' }).catch(({ kind }: ActionError) => kind)
    signIn('bob')
    store.cancel()
    expect(store.getState().data).toBeUndefined()
    client.last().resolve({ messageId: 'secret' })
    expect(await second).toBe('identity-changed')
    expect(store.getState().data).toBeUndefined()
  })

  test('what was running for the former rejects with identity-changed, also when that one is back', async () => {
    const { client, store, signIn } = setUp()
    const result = store.execute({ to: 'ada' }).catch(({ kind }: ActionError) => kind)
    signIn('bob')
    store.identify()
    signIn('ada')
    store.identify()
    client.last().resolve({ messageId: 'm1' })
    expect(await result).toBe('identity-changed')
  })
})

test('in a queue, what a callback executes after a reset is shown when its turn comes', async () => {
  const client = fakeClient()
  let isFirst = true
  const store = createActionStore(send, {
    client,
    concurrency: 'queue',
    onSuccess() {
      if (!isFirst) return
      isFirst = false
      store.reset()
      store.execute({ to: 'bob' })
      store.execute({ to: 'cleo' })
    },
  })
  store.execute({ to: 'ada' })
  client.last().resolve({ messageId: 'm1' })
  await rest()
  client.last().resolve({ messageId: 'm2' })
  await rest()
  expect(client.last().args).toEqual({ to: 'cleo' })
  expect(store.getState()).toMatchObject({ args: { to: 'cleo' }, phase: 'running' })
})

test('in a queue, what a subscriber executes right after another user signed in is shown when its turn comes', async () => {
  const client = fakeClient()
  let user = 'ada'
  const store = createActionStore(send, { client, concurrency: 'queue', identity: () => user })
  store.subscribe(({ status }) => {
    if (status !== 'success' || user === 'bob') return
    user = 'bob'
    store.execute({ to: 'bob' })
    store.execute({ to: 'cleo' })
  })
  store.execute({ to: 'ada' })
  client.last().resolve({ messageId: 'm1' })
  await rest()
  client.last().resolve({ messageId: 'm2' })
  await rest()
  expect(client.last().args).toEqual({ to: 'cleo' })
  expect(store.getState()).toMatchObject({ args: { to: 'cleo' }, phase: 'running' })
})

test('"Try again" sends the same arguments, however the object was changed meanwhile', async () => {
  const client = fakeClient()
  const store = createActionStore(charge, { client, callId: 'callId' })
  const args = { amount: 1 }
  store.execute(args)
  client.last().reject(new Error('?'))
  await rest()
  args.amount = 1000
  store.retry()
  expect(client.calls[1]?.args).toEqual(client.calls[0]?.args)
})

test('in a queue, progress that was told before its turn is shown when the turn comes', async () => {
  const tellers: ((value: unknown) => void)[] = []
  const client = Object.assign(fakeClient(), {
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
  client.last().resolve('charged')
  await rest()
  expect(store.getState()).toMatchObject({ args: { amount: 2 }, phase: 'running', progress: '0 %' })
})

test('a client that throws when it is asked for its connection does not stop the store for good', async () => {
  const client = fakeClient()
  const store = createActionStore(send, { client, concurrency: 'queue' })
  store.execute({ to: 'ada' })
  const second = store.execute({ to: 'bob' }).catch(({ kind }: ActionError) => kind)
  const { connectionState } = client
  client.connectionState = () => {
    throw new Error('no state')
  }
  client.last().resolve({ messageId: 'm1' })
  await rest().catch(() => {})
  client.connectionState = connectionState
  store.execute({ to: 'cleo' })
  await rest()
  expect(await Promise.race([second, 'never'])).toBe('unexpected')
  expect(store.getState()).toMatchObject({ args: { to: 'cleo' }, phase: 'running' })
})

test('a superseded execution is not tried again, also when its own "when" superseded it', async () => {
  const client = fakeClient()
  let isFirst = true
  const store = createActionStore(charge, {
    client,
    callId: 'callId',
    retries: {
      limit: 3,
      delay: 10,
      when() {
        if (isFirst) store.execute({ amount: 2 })
        isFirst = false
        return true
      },
    },
  })
  store.execute({ amount: 1 })
  client.last().reject(new Error('?'))
  await vi.advanceTimersByTimeAsync(100)
  expect(client.calls.map(({ args }) => (args as { amount: number }).amount)).toEqual([1, 2])
})

test('a subscriber that executes in its first call is not called within that call', () => {
  const client = fakeClient()
  const store = createActionStore(send, { client })
  const order: string[] = []
  store.subscribe(({ status }: ActionState) => {
    order.push(`${status} begins`)
    if (status === 'idle') store.execute({ to: 'ada' })
    order.push(`${status} ends`)
  })
  expect(order).toEqual(['idle begins', 'idle ends', 'pending begins', 'pending ends'])
})

test('two clicks send one request with drop, also when "callId.create" or "identity" clicks', () => {
  const client = fakeClient()
  let clicks = 0
  const store = createActionStore(charge, {
    client,
    concurrency: 'drop',
    callId: {
      name: 'callId',
      create() {
        if (++clicks === 1) store.execute({ amount: 2 })
        return `id${clicks}`
      },
    },
  })
  store.execute({ amount: 1 })
  expect(client.calls).toHaveLength(1)
})

test('"Try again" runs a failed execution once, also when a callback and a subscriber both ask for it', async () => {
  const client = fakeClient()
  const store = createActionStore(charge, { client, callId: 'callId', onError: () => void store.retry() })
  let isFirst = true
  store.subscribe(({ status }) => {
    if (status !== 'error' || !isFirst) return
    isFirst = false
    store.retry()
  })
  store.execute({ amount: 1 })
  client.last().reject(new Error('?'))
  await rest()
  expect(client.calls).toHaveLength(2)
})

test('an execution in a queue that is canceled as soon as it is shown leaves no timer', () => {
  const client = fakeClient({ isWebSocketConnected: false })
  const store = createActionStore(send, { client, concurrency: 'queue' })
  store.subscribe(({ pending }) => pending && store.cancel())
  store.execute({ to: 'ada' })
  expect(store.getState()).toMatchObject({ status: 'idle', inFlight: 0 })
  expect([client.listeners.size, vi.getTimerCount()]).toEqual([0, 0])
})
