import { type FunctionReference, makeFunctionReference } from 'convex/server'
import { ConvexError } from 'convex/values'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ActionError, type ActionOptions, type ActionState, createActionStore } from '../src/index.js'
import { send } from './actions.js'
import { fakeClient } from './fake-client.js'

const charge = makeFunctionReference<'action', { amount: number; callId?: string }, string>(
  'payments:charge',
) as FunctionReference<'action', 'public', { amount: number; callId?: string }, string>
const progressOf = makeFunctionReference<'query', { callId: string }, number>(
  'payments:progress',
) as FunctionReference<'query', 'public', { callId: string }, number>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

let reported: unknown[]
beforeEach(() => {
  reported = []
  vi.useFakeTimers()
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const failureOf = (promise: Promise<unknown>): Promise<ActionError> =>
  promise.then(
    (data) => Promise.reject(new Error(`It succeeded with ${JSON.stringify(data)}.`)),
    (error) => error,
  )

const describeState = ({ status, phase, attempt, inFlight }: ActionState) =>
  [phase ?? status, attempt > 1 && `try ${attempt}`, inFlight > 0 && `${inFlight} in flight`]
    .filter(Boolean)
    .join(', ')

function setUp(options: ActionOptions<typeof send> = {}, socket?: Parameters<typeof fakeClient>[0]) {
  const client = fakeClient(socket)
  const store = createActionStore(send, { client, ...options })
  const states: ActionState[] = []
  store.subscribe((state) => states.push(state))
  return { client, store, states, seen: () => states.map(describeState) }
}

function setUpCharge(
  options: Partial<ActionOptions<typeof charge, 'callId', typeof progressOf>> = {},
  socket?: Parameters<typeof fakeClient>[0],
) {
  const client = fakeClient(socket)
  const all = { callId: 'callId', ...options } as ActionOptions<typeof charge, 'callId', typeof progressOf>
  const store = createActionStore(charge, all, { client })
  const states: ActionState[] = []
  store.subscribe((state) => states.push(state))
  const idOf = (call: number) => (client.calls[call]?.args as { callId: string } | undefined)?.callId
  /** Loses the connection under what is running and opens another. */
  const reconnect = async () => {
    client.publish({ isWebSocketConnected: false })
    await vi.advanceTimersByTimeAsync(0)
    client.publish({
      isWebSocketConnected: true,
      connectionCount: client.connectionState().connectionCount + 1,
    })
  }
  return { client, store, states, idOf, reconnect, seen: () => states.map(describeState) }
}

/** Lets everything happen that is due, what is due thereby too. */
const settle = () => vi.advanceTimersByTimeAsync(1)

describe('option concurrency, parallel', () => {
  test('is the default: every call is sent', () => {
    const { client, store } = setUp()
    store.execute({ to: 'ada' })
    store.execute({ to: 'bob' })
    expect(client.calls).toHaveLength(2)
  })
})

describe('option concurrency, drop', () => {
  test('refuses a second call in the same moment (kind dropped): one request, no callback, the state untouched', async () => {
    const onExecute = vi.fn()
    const onError = vi.fn()
    const { client, store, states } = setUp({ concurrency: 'drop', onExecute, onError })
    const first = store.execute({ to: 'ada' })
    const error = await failureOf(store.execute({ to: 'bob' }))
    expect(error).toMatchObject({ kind: 'dropped', delivery: 'not-sent', action: 'emails:send', attempt: 0 })
    expect(client.calls).toHaveLength(1)
    expect(states).toHaveLength(2)
    client.last().resolve({ messageId: 'm1' })
    expect(await first).toEqual({ messageId: 'm1' })
    expect([onExecute.mock.calls.length, onError.mock.calls.length]).toEqual([1, 0])
  })

  test('refuses as long as one is unsettled, seen or not: reset does not lift the guard', async () => {
    const { client, store } = setUp({ concurrency: 'drop' })
    store.execute({ to: 'ada' })
    store.reset()
    expect((await failureOf(store.execute({ to: 'bob' }))).kind).toBe('dropped')
    client.last().resolve({ messageId: 'm1' })
    await settle()
    store.execute({ to: 'bob' })
    expect(client.calls).toHaveLength(2)
  })

  test('refuses two calls that a listener makes at once', async () => {
    const { client, store } = setUp({ concurrency: 'drop' })
    const kinds: string[] = []
    const stop = store.subscribe(({ status }) => {
      if (status !== 'idle' || kinds.length) return
      kinds.push('sent')
      store.execute({ to: 'ada' })
      store.execute({ to: 'bob' }).catch(({ kind }) => kinds.push(kind))
    })
    stop()
    await settle()
    expect(kinds).toEqual(['sent', 'dropped'])
    expect(client.calls).toHaveLength(1)
  })
})

describe('option concurrency, queue', () => {
  test('sends one after the other, in order, and shows the one whose turn it is', async () => {
    const { client, store, seen } = setUp({ concurrency: 'queue' })
    const results = ['ada', 'bob', 'cleo'].map((to) => store.execute({ to }))
    expect(client.calls.map(({ args }) => args)).toEqual([{ to: 'ada' }])
    expect(store.getState()).toMatchObject({ phase: 'running', args: { to: 'ada' }, inFlight: 3 })
    client.last().resolve({ messageId: '1' })
    await settle()
    expect(store.getState()).toMatchObject({ phase: 'running', args: { to: 'bob' }, inFlight: 2 })
    client.last().resolve({ messageId: '2' })
    await settle()
    client.last().resolve({ messageId: '3' })
    expect(await Promise.all(results)).toEqual([{ messageId: '1' }, { messageId: '2' }, { messageId: '3' }])
    expect(client.calls.map(({ args }) => args)).toEqual([{ to: 'ada' }, { to: 'bob' }, { to: 'cleo' }])
    expect(seen()).toEqual([
      'idle',
      'running, 1 in flight',
      'running, 2 in flight',
      'running, 3 in flight',
      'success, 2 in flight',
      'running, 2 in flight',
      'success, 1 in flight',
      'running, 1 in flight',
      'success',
    ])
  })

  test('goes on behind one that failed', async () => {
    const { client, store } = setUp({ concurrency: 'queue' })
    const [first, second] = [store.execute({ to: 'ada' }), store.execute({ to: 'bob' })]
    client.last().reject(new ConvexError('no'))
    expect((await failureOf(first)).kind).toBe('application')
    client.last().resolve({ messageId: '2' })
    expect(await second).toEqual({ messageId: '2' })
  })

  test('sends those behind with the arguments of their execute', async () => {
    const { client, store } = setUp({ concurrency: 'queue' })
    const args = { to: 'bob' }
    store.execute({ to: 'ada' })
    store.execute(args)
    args.to = 'mallory'
    client.last().resolve({ messageId: '1' })
    await settle()
    expect(client.last().args).toEqual({ to: 'bob' })
  })

  test('keeps the order of calls made before and after a reset, and shows only those after it', async () => {
    const { client, store } = setUp({ concurrency: 'queue' })
    store.execute({ to: 'ada' })
    store.execute({ to: 'bob' })
    store.reset()
    store.execute({ to: 'cleo' })
    expect(store.getState()).toMatchObject({ phase: 'queued', args: { to: 'cleo' }, inFlight: 3 })
    client.last().resolve({ messageId: '1' })
    await settle()
    client.last().resolve({ messageId: '2' })
    await settle()
    expect(client.calls.map(({ args }) => args)).toEqual([{ to: 'ada' }, { to: 'bob' }, { to: 'cleo' }])
    expect(store.getState()).toMatchObject({ phase: 'running', data: undefined, args: { to: 'cleo' } })
  })

  test('waits in the line, not on the wire, while there is no connection', async () => {
    const { client, store } = setUp({ concurrency: 'queue' }, { isWebSocketConnected: false })
    store.execute({ to: 'ada' })
    store.execute({ to: 'bob' })
    client.publish({ isWebSocketConnected: true })
    expect(client.calls).toHaveLength(1)
    client.last().resolve({ messageId: '1' })
    await settle()
    expect(client.calls).toHaveLength(2)
  })
})

describe('option offline, fail', () => {
  test('refuses at once when the socket was lost (kind offline): nothing is sent, also when it opens a moment later', async () => {
    const { client, store, seen } = setUp({ offline: 'fail' }, { isWebSocketConnected: false })
    const result = store.execute({ to: 'ada' })
    client.publish({ isWebSocketConnected: true })
    expect(await failureOf(result)).toMatchObject({ kind: 'offline', delivery: 'not-sent' })
    expect(client.calls).toEqual([])
    expect(seen()).toEqual(['idle', 'error'])
  })

  test('refuses no further try of what was handed over: that waits for the connection', async () => {
    const { client, store } = setUpCharge({ offline: 'fail', retries: { limit: 1, delay: 0 } })
    store.execute({ amount: 5 })
    client.publish({ isWebSocketConnected: false })
    await settle()
    await settle()
    expect(store.getState()).toMatchObject({ phase: 'queued', attempt: 2 })
  })

  test('waits during the very first handshake, and fails once an attempt has failed', async () => {
    const first = { isWebSocketConnected: false, connectionCount: 0 }
    const { client, store, seen } = setUp({ offline: 'fail' }, first)
    const result = store.execute({ to: 'ada' })
    expect(store.getState().phase).toBe('queued')
    client.publish({ connectionRetries: 1 })
    expect(await failureOf(result)).toMatchObject({ kind: 'offline', delivery: 'not-sent' })
    expect(seen()).toEqual(['idle', 'queued, 1 in flight', 'error'])
  })
})

describe('option timeout', () => {
  test('ends what runs too long (kind timeout): it may have run; a late answer changes nothing', async () => {
    const { client, store, states } = setUp({ timeout: 1000 })
    const result = store.execute({ to: 'ada' })
    await vi.advanceTimersByTimeAsync(999)
    expect(store.getState().status).toBe('pending')
    await vi.advanceTimersByTimeAsync(1)
    expect(await failureOf(result)).toMatchObject({ kind: 'timeout', delivery: 'unknown' })
    const length = states.length
    client.last().resolve({ messageId: 'late' })
    await settle()
    expect(states).toHaveLength(length)
    expect(store.getState()).toMatchObject({ status: 'error', data: undefined })
  })

  test('counts the waiting too: queued until then, it is never sent, also when the socket opens a moment later', async () => {
    const { client, store } = setUp({ timeout: 1000 }, { isWebSocketConnected: false })
    const result = store.execute({ to: 'ada' })
    await vi.advanceTimersByTimeAsync(1000)
    client.publish({ isWebSocketConnected: true })
    expect(await failureOf(result)).toMatchObject({ kind: 'timeout', delivery: 'not-sent' })
    expect(client.calls).toEqual([])
  })

  test('guarantee 8: leaves no timer behind when the answer comes first', async () => {
    const { client, store } = setUp({ timeout: 1000 })
    store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'm1' })
    await settle()
    expect([store.getState().status, vi.getTimerCount()]).toEqual(['success', 0])
  })

  test('counts the waiting in a queue too', async () => {
    const { client, store } = setUp({ timeout: 1000, concurrency: 'queue' })
    const first = store.execute({ to: 'ada' })
    await vi.advanceTimersByTimeAsync(600)
    const second = store.execute({ to: 'bob' })
    await vi.advanceTimersByTimeAsync(400)
    expect(await failureOf(first)).toMatchObject({ kind: 'timeout', delivery: 'unknown' })
    expect(client.calls).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(600)
    expect(await failureOf(second)).toMatchObject({ kind: 'timeout', delivery: 'unknown' })
  })
})

describe('field cancel', () => {
  test('gives up on a running execution (kind canceled): back to idle, data kept, it may have run', async () => {
    const { client, store, seen } = setUp()
    store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'm1' })
    await settle()
    const result = store.execute({ to: 'bob' })
    store.cancel()
    expect(await failureOf(result)).toMatchObject({ kind: 'canceled', delivery: 'unknown' })
    expect(store.getState()).toMatchObject({
      status: 'idle',
      error: null,
      data: { messageId: 'm1' },
      inFlight: 0,
    })
    expect(seen().slice(-2)).toEqual(['running, 1 in flight', 'idle'])
  })

  test('guarantee 2: of a queued execution keeps it from ever being sent, also when the socket opens a moment later', async () => {
    const { client, store } = setUp({}, { isWebSocketConnected: false })
    const result = store.execute({ to: 'ada' })
    store.cancel()
    client.publish({ isWebSocketConnected: true })
    expect(await failureOf(result)).toMatchObject({ kind: 'canceled', delivery: 'not-sent' })
    expect(client.calls).toEqual([])
  })

  test('guarantee 12: ends all before it settles any, those never handed over first, and publishes once', async () => {
    const ends: string[] = []
    const { client, store, seen } = setUp({
      concurrency: 'queue',
      onError: ({ delivery }, { args }) => ends.push(`${args.to} ${delivery}`),
    })
    for (const to of ['ada', 'bob', 'cleo']) store.execute({ to })
    const before = seen().length
    store.cancel()
    await settle()
    expect(ends).toEqual(['bob not-sent', 'cleo not-sent', 'ada unknown'])
    expect(seen().slice(before)).toEqual(['idle'])
    expect(client.calls).toHaveLength(1)
  })

  test('lets a late answer change nothing', async () => {
    const { client, store, states } = setUp()
    store.execute({ to: 'ada' })
    store.cancel()
    const length = states.length
    client.last().resolve({ messageId: 'late' })
    await settle()
    expect(states).toHaveLength(length)
  })

  test('with nothing in flight does nothing: an error stays', async () => {
    const { client, store, states } = setUp()
    store.execute({ to: 'ada' })
    client.last().reject(new Error('?'))
    await settle()
    const length = states.length
    store.cancel()
    expect(states).toHaveLength(length)
    expect(store.getState().status).toBe('error')
  })

  test('in a listener, of an execution begun in the same one: it is never sent', async () => {
    const { client, store } = setUp()
    let results: Promise<ActionError>[] = []
    store.subscribe(({ status }) => {
      if (status !== 'pending' || results.length) return
      results = [failureOf(store.execute({ to: 'bob' }))]
      store.cancel()
    })
    store.execute({ to: 'ada' })
    expect(await results[0]).toMatchObject({ kind: 'canceled', delivery: 'not-sent' })
    expect(client.calls).toHaveLength(1)
  })
})

describe('option callId', () => {
  test('sends a random UUID in the named argument, another for each execution, and shows it apart from the arguments', () => {
    const { store, idOf } = setUpCharge()
    store.execute({ amount: 5 })
    expect(store.getState()).toMatchObject({ args: { amount: 5 }, callId: idOf(0) })
    store.execute({ amount: 5 })
    expect(idOf(0)).toMatch(uuid)
    expect(idOf(1)).toMatch(uuid)
    expect(idOf(1)).not.toBe(idOf(0))
  })

  test('is random on an insecure origin too, where randomUUID does not exist', () => {
    const { getRandomValues } = crypto
    vi.stubGlobal('crypto', { getRandomValues: getRandomValues.bind(crypto) })
    const random = vi.spyOn(Math, 'random')
    const { store, idOf } = setUpCharge()
    store.execute({ amount: 5 })
    store.execute({ amount: 5 })
    expect(idOf(0)).toMatch(uuid)
    expect(idOf(1)).not.toBe(idOf(0))
    expect(random).not.toHaveBeenCalled()
  })

  test('is made where there is no crypto at all, as in React Native', () => {
    vi.stubGlobal('crypto', undefined)
    const { store, idOf } = setUpCharge()
    for (const amount of [5, 5]) store.execute({ amount })
    expect(idOf(0)).toMatch(uuid)
    expect(idOf(1)).toMatch(uuid)
    expect(idOf(1)).not.toBe(idOf(0))
  })

  test('without crypto differs from that of any other moment, even where Math.random repeats itself', async () => {
    vi.stubGlobal('crypto', undefined)
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const { store, idOf } = setUpCharge()
    store.execute({ amount: 5 })
    await vi.advanceTimersByTimeAsync(1)
    store.execute({ amount: 5 })
    expect(idOf(0)).toMatch(uuid)
    expect(idOf(1)).not.toBe(idOf(0))
  })

  test('with create takes the id from the application', () => {
    const { store, idOf } = setUpCharge({
      callId: { name: 'callId', create: ({ amount }) => `cart-${amount}` },
    })
    store.execute({ amount: 5 })
    expect(idOf(0)).toBe('cart-5')
  })

  test('with create that throws or gives none ends the execution, and nothing is sent', async () => {
    const error = new Error('no cart')
    const throwing = () => {
      throw error
    }
    for (const create of [throwing, () => '', () => 7 as never, () => undefined as never]) {
      const { client, store } = setUpCharge({ callId: { name: 'callId', create } })
      expect(await failureOf(store.execute({ amount: 5 }))).toMatchObject({
        kind: 'arguments',
        delivery: 'not-sent',
      })
      expect(client.calls).toEqual([])
    }
    expect(reported).toEqual([error])
  })

  test('does not hide what is no object: a DOM event is refused all the same', async () => {
    const { client, store } = setUpCharge()
    const error = await failureOf(store.execute({ preventDefault() {} } as never))
    expect(error).toMatchObject({ kind: 'arguments', message: expect.stringContaining('DOM event') })
    expect(client.calls).toEqual([])
  })
})

describe('field retry', () => {
  test('runs the shown failed execution again: same arguments, same call id', async () => {
    const { client, store, idOf } = setUpCharge()
    store.execute({ amount: 5 })
    client.last().reject(new ConvexError('declined'))
    await settle()
    const result = store.retry()
    expect(store.getState()).toMatchObject({
      status: 'pending',
      error: null,
      args: { amount: 5 },
      callId: idOf(0),
    })
    client.last().resolve('charged')
    expect(await result).toBe('charged')
    expect(client.calls[1]?.args).toEqual(client.calls[0]?.args)
  })

  test('sends the arguments as they were at execute', async () => {
    const { client, store } = setUp()
    const args = { to: 'ada' }
    store.execute(args)
    client.last().reject(new Error('?'))
    await settle()
    args.to = 'mallory'
    store.retry()
    expect(client.last().args).toEqual({ to: 'ada' })
  })

  test('pressed twice runs it once: the second finds no failure to repeat (kind dropped)', async () => {
    const { client, store } = setUp()
    store.execute({ to: 'ada' })
    client.last().reject(new Error('?'))
    await settle()
    store.retry()
    expect(await failureOf(store.retry())).toMatchObject({ kind: 'dropped', delivery: 'not-sent' })
    expect(client.calls).toHaveLength(2)
  })

  test('that was refused because another call was under way can be asked for again', async () => {
    const client = fakeClient()
    let concurrency: 'parallel' | 'drop' = 'parallel'
    const store = createActionStore(send, () => ({ client, concurrency }))
    store.execute({ to: 'ada' })
    store.execute({ to: 'bob' })
    client.calls[1]?.reject(new Error('?'))
    await settle()
    concurrency = 'drop'
    expect((await failureOf(store.retry())).kind).toBe('dropped')
    client.calls[0]?.resolve({ messageId: 'm1' })
    await settle()
    store.retry()
    expect(client.last().args).toEqual({ to: 'bob' })
    expect(client.calls).toHaveLength(3)
  })

  test('where nothing failed sends nothing, and says so: while idle, after a success, after a reset', async () => {
    const { client, store, states } = setUp()
    const refused = { kind: 'dropped', delivery: 'not-sent', message: 'There is nothing to try again.' }
    expect(await failureOf(store.retry())).toMatchObject(refused)
    expect(client.calls).toEqual([])
    expect(states).toHaveLength(1)
    store.execute({ to: 'ada' })
    client.last().resolve({ messageId: 'm1' })
    await settle()
    expect(await failureOf(store.retry())).toMatchObject(refused)
    store.execute({ to: 'bob' })
    store.reset()
    expect(await failureOf(store.retry())).toMatchObject(refused)
    expect(client.calls).toHaveLength(2)
  })

  test('while it runs sends nothing, and says that it is under way', async () => {
    const { client, store } = setUp()
    store.execute({ to: 'ada' })
    const message = 'This is already under way. Nothing was sent.'
    expect(await failureOf(store.retry())).toMatchObject({ kind: 'dropped', message })
    client.last().reject(new Error('?'))
    await settle()
    store.retry()
    expect(await failureOf(store.retry())).toMatchObject({ kind: 'dropped', message })
    expect(client.calls).toHaveLength(2)
  })
})

describe('option retries', () => {
  test('tries again after a lost connection, with the same call id, and tells which try it is', async () => {
    const { client, store, idOf, reconnect, seen } = setUpCharge({ retries: { limit: 2, delay: 100 } })
    const result = store.execute({ amount: 5 })
    await reconnect()
    expect(store.getState()).toMatchObject({ phase: 'retrying', attempt: 1, error: null })
    await vi.advanceTimersByTimeAsync(100)
    client.last().resolve('charged')
    expect(await result).toBe('charged')
    expect(idOf(1)).toBe(idOf(0))
    expect(seen()).toEqual([
      'idle',
      'running, 1 in flight',
      'retrying, 1 in flight',
      'running, try 2, 1 in flight',
      'success, try 2',
    ])
  })

  test('stops at the limit: a number says how many further tries', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: 1 })
    const result = store.execute({ amount: 5 })
    await reconnect()
    await vi.advanceTimersByTimeAsync(60_000)
    await reconnect()
    expect(await failureOf(result)).toMatchObject({ kind: 'connection', delivery: 'unknown', attempt: 2 })
    expect(client.calls).toHaveLength(2)
  })

  test('by default tries nothing again that the server answered', async () => {
    const { client, store } = setUpCharge({ retries: 5 })
    const result = store.execute({ amount: 5 })
    client.last().reject(new ConvexError('declined'))
    expect(await failureOf(result)).toMatchObject({ kind: 'application', attempt: 1 })
    expect(client.calls).toHaveLength(1)
  })

  test('with when decides otherwise', async () => {
    const when = vi.fn((error: ActionError) => error.kind === 'application')
    const { client, store } = setUpCharge({ retries: { limit: 1, delay: 0, when } })
    const result = store.execute({ amount: 5 })
    client.last().reject(new ConvexError('busy'))
    await settle()
    await settle()
    client.last().resolve('charged')
    expect(await result).toBe('charged')
    expect(when).toHaveBeenCalledTimes(1)
  })

  test('with a when that throws reports it and tries no more', async () => {
    const thrown = new Error('from when')
    const when = () => {
      throw thrown
    }
    const { store, reconnect } = setUpCharge({ retries: { limit: 1, when } })
    const result = store.execute({ amount: 5 })
    await reconnect()
    expect((await failureOf(result)).kind).toBe('connection')
    expect(reported).toEqual([thrown])
  })

  test('with a when that answers with a promise says so, and tries no more', async () => {
    const when = (async () => true) as unknown as () => boolean
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 1, delay: 0, when } })
    const result = store.execute({ amount: 5 })
    await reconnect()
    expect((await failureOf(result)).kind).toBe('connection')
    expect(client.calls).toHaveLength(1)
    expect(reported.map(String)).toEqual([
      'TypeError: Option "retries.when" gave a promise, not true or false.',
    ])
  })

  test('waits longer before each try by default, and not the same for everyone', async () => {
    const delays: number[] = []
    for (const random of [0, 1]) {
      vi.spyOn(Math, 'random').mockReturnValue(random)
      const { client, store, reconnect } = setUpCharge({ retries: 2 })
      store.execute({ amount: 5 })
      for (const calls of [2, 3]) {
        await reconnect()
        const from = Date.now()
        while (client.calls.length < calls) await vi.advanceTimersByTimeAsync(1)
        delays.push(Date.now() - from)
      }
    }
    expect(delays).toEqual([500, 1000, 1000, 2000])
  })

  test('with a delay that throws or gives no milliseconds reports it and waits as by default', async () => {
    const thrown = new Error('from delay')
    const throwing = () => {
      throw thrown
    }
    for (const delay of [throwing, () => Number.NaN, () => -1, () => '5' as never]) {
      const { client, store, reconnect } = setUpCharge({ retries: { limit: 1, delay } })
      store.execute({ amount: 5 })
      await reconnect()
      await vi.advanceTimersByTimeAsync(400)
      expect(client.calls).toHaveLength(1)
      await vi.advanceTimersByTimeAsync(700)
      expect(client.calls).toHaveLength(2)
    }
    const wrong = new TypeError('Option "retries.delay" gave no milliseconds.')
    expect(reported).toEqual([thrown, wrong, wrong, wrong])
  })

  test('with a delay that is a function asks it with the number of tries so far', async () => {
    const delay = vi.fn((attempt: number) => attempt * 1000)
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 2, delay } })
    store.execute({ amount: 5 })
    await reconnect()
    await vi.advanceTimersByTimeAsync(999)
    expect(client.calls).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(client.calls).toHaveLength(2)
    expect(delay.mock.calls).toEqual([[1]])
  })

  test('covers all tries with delivery: answered at last, but unknown if one try was', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 1, delay: 0 } })
    const result = store.execute({ amount: 5 })
    await reconnect()
    await settle()
    client.last().reject(new ConvexError('declined'))
    expect(await failureOf(result)).toMatchObject({ kind: 'application', delivery: 'unknown', attempt: 2 })
  })

  test('waits for a connection before the next try', async () => {
    const { client, store } = setUpCharge({ retries: { limit: 1, delay: 0 } })
    store.execute({ amount: 5 })
    client.publish({ isWebSocketConnected: false })
    await settle()
    await settle()
    expect(store.getState()).toMatchObject({ phase: 'queued', attempt: 2 })
    client.publish({ isWebSocketConnected: true, connectionCount: 2 })
    expect(store.getState()).toMatchObject({ phase: 'running', attempt: 2 })
  })

  test('guarantee 13: a superseded execution is not tried again', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 5, delay: 100 } })
    const [first, second] = [store.execute({ amount: 1 }), store.execute({ amount: 2 })]
    await reconnect()
    expect(await failureOf(first)).toMatchObject({ kind: 'connection', attempt: 1 })
    await vi.advanceTimersByTimeAsync(100)
    client.last().resolve('charged')
    expect(await second).toBe('charged')
    expect(client.calls.map(({ args }) => (args as { amount: number }).amount)).toEqual([1, 2, 2])
  })

  test('guarantee 13: one that waits for its next try when it is superseded ends with what it failed with', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 5, delay: 100 } })
    const first = store.execute({ amount: 1 })
    await reconnect()
    store.execute({ amount: 2 })
    expect(await failureOf(first)).toMatchObject({ kind: 'connection', delivery: 'unknown', attempt: 1 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(client.calls).toHaveLength(2)
  })

  test('guarantee 13: a late success of an earlier try is accepted while a later one waits', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 1, delay: 1000 } })
    const result = store.execute({ amount: 5 })
    await reconnect()
    client.last().resolve('charged')
    expect(await result).toBe('charged')
    await vi.advanceTimersByTimeAsync(5000)
    expect(client.calls).toHaveLength(1)
    expect(store.getState().status).toBe('success')
  })

  test('ends with kind closed, not with another try, when the client is closed', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 5, delay: 1000 } })
    const result = store.execute({ amount: 5 })
    await reconnect()
    client.close()
    expect(await failureOf(result)).toMatchObject({ kind: 'closed', delivery: 'unknown' })
  })

  test('guarantee 8: leaves no timer behind when it is canceled while it waits for the next try', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 1, delay: 1000 } })
    store.execute({ amount: 5 })
    await reconnect()
    expect(vi.getTimerCount()).toBe(1)
    store.cancel()
    expect([vi.getTimerCount(), client.listeners.size]).toEqual([0, 0])
  })

  test('goes on unseen after a reset', async () => {
    const { client, store, reconnect } = setUpCharge({ retries: { limit: 1, delay: 0 } })
    const result = store.execute({ amount: 5 })
    store.reset()
    await reconnect()
    await settle()
    client.last().resolve('charged')
    expect(await result).toBe('charged')
    expect(store.getState().status).toBe('idle')
  })
})

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
    const client = Object.assign(fakeClient(), kind === 'onUpdate' ? { onUpdate } : { watchQuery })
    const store = createActionStore(charge, { client, callId: 'callId', progress: progressOf })
    return { client, store, queries, following: () => following }
  }

  for (const kind of ['onUpdate', 'watchQuery'] as const) {
    test(`follows the query with the call id while pending, through ${kind}, and no longer`, async () => {
      const { client, store, queries, following } = setUpProgress(kind)
      const result = store.execute({ amount: 5 })
      expect(queries.map(({ args }) => args)).toEqual([{ callId: store.getState().callId }])
      expect(store.getState().progress).toBeUndefined()
      queries[0]?.tell(1)
      expect(store.getState()).toMatchObject({ status: 'pending', progress: 1 })
      queries[0]?.tell(2)
      client.last().resolve('charged')
      await result
      expect(store.getState()).toMatchObject({ status: 'success', progress: 2 })
      expect(following()).toBe(0)
    })

    test(`reports a query that fails, through ${kind}, and ends nothing`, async () => {
      const { client, store, queries } = setUpProgress(kind)
      const error = new Error('from the query')
      const result = store.execute({ amount: 5 })
      queries[0]?.fail(error)
      expect(reported).toEqual([error])
      client.last().resolve('charged')
      expect(await result).toBe('charged')
    })
  }

  test('shows at once what the client knows already, and keeps it while the query loads again', () => {
    const known: { value: unknown } = { value: 7 }
    let tell = () => {}
    const watchQuery = () => ({
      localQueryResult: () => known.value,
      onUpdate(listener: () => void) {
        tell = listener
        return () => {}
      },
    })
    const client = Object.assign(fakeClient(), { watchQuery })
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
    client.last().reject(new Error('?'))
    await settle()
    expect(store.getState().progress).toBe(1)
    store.execute({ amount: 6 })
    expect(store.getState().progress).toBeUndefined()
    queries[1]?.tell(1)
    store.reset()
    expect(store.getState().progress).toBeUndefined()
  })

  test('follows nothing on a server, nor with a client that is closed, and reports nothing', async () => {
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
    client.calls[0]?.resolve({ messageId: '1' })
    await first
    client.calls[1]?.reject(new ConvexError('no'))
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

  test('are told what was shown when it ended, also when a listener has begun the next one since', async () => {
    const { calls, options } = recorder()
    const { client, store } = setUp(options)
    store.subscribe(({ status, args }) => {
      if (status === 'success' && args.to === 'ada') store.execute({ to: 'bob' })
    })
    store.execute({ to: 'ada' })
    client.last().resolve({ messageId: '1' })
    await settle()
    expect(calls[1]).toBe('success {"messageId":"1"} ada shown mounted')
  })

  test('guarantee 10: are called after everything has unsubscribed, and told that nothing is mounted', async () => {
    const { calls, options } = recorder()
    const client = fakeClient()
    const store = createActionStore(send, { client, ...options })
    const stop = store.subscribe(() => {})
    store.execute({ to: 'ada' })
    stop()
    client.last().resolve({ messageId: '1' })
    await settle()
    expect(calls.slice(1)).toEqual([
      'success {"messageId":"1"} ada shown',
      'settled {"messageId":"1"} null ada shown',
    ])
  })

  test('guarantee 5: that throw or reject are reported, and a success stays one', async () => {
    const thrown = new Error('thrown')
    const rejected = new Error('rejected')
    const onSuccess = () => {
      throw thrown
    }
    const { client, store } = setUp({ onSuccess, onSettled: async () => Promise.reject(rejected) })
    const result = store.execute({ to: 'ada' })
    client.last().resolve({ messageId: '1' })
    expect(await result).toEqual({ messageId: '1' })
    await settle()
    expect(store.getState().status).toBe('success')
    expect(reported).toEqual([thrown, rejected])
  })

  test('are the newest ones when an execution ends, while its behaviour is that of its start', async () => {
    const client = fakeClient()
    const [before, after] = [vi.fn(), vi.fn()]
    let options: ActionOptions<typeof send> = { timeout: 1000, onSettled: before }
    const store = createActionStore(send, () => options, { client })
    const result = store.execute({ to: 'ada' })
    options = { timeout: 5000, onSettled: after }
    await vi.advanceTimersByTimeAsync(1000)
    expect((await failureOf(result)).kind).toBe('timeout')
    expect([before.mock.calls.length, after.mock.calls.length]).toEqual([0, 1])
  })

  test('may execute: the next one begins when the promise of this one is settled', async () => {
    const client = fakeClient()
    const order: string[] = []
    const store = createActionStore(send, {
      client,
      onSuccess: (_data, { args }) => {
        if (args.to === 'ada') store.execute({ to: 'bob' })
      },
    })
    store.subscribe(({ phase, args }) => order.push(`${phase} ${args?.to}`))
    store.execute({ to: 'ada' })
    client.last().resolve({ messageId: '1' })
    await settle()
    expect(order).toEqual(['undefined undefined', 'running ada', 'undefined ada', 'running bob'])
  })
})

describe('option identity', () => {
  const setUpUsers = (socket?: Parameters<typeof fakeClient>[0], more: ActionOptions<typeof send> = {}) => {
    const user = { name: 'ada' }
    return { user, ...setUp({ identity: () => user.name, ...more }, socket) }
  }

  test('shows nothing of one user to the next: a change takes the data away at the next execute', async () => {
    const { user, client, store } = setUpUsers()
    store.execute({ to: 'x' })
    client.last().resolve({ messageId: '1' })
    await settle()
    user.name = 'bob'
    store.execute({ to: 'y' })
    expect(store.getState()).toMatchObject({ status: 'pending', data: undefined, args: { to: 'y' } })
  })

  test('is asked again by field identify: back to idle without data, at once', async () => {
    const { user, client, store } = setUpUsers()
    store.execute({ to: 'x' })
    client.last().resolve({ messageId: '1' })
    await settle()
    store.identify()
    expect(store.getState().status).toBe('success')
    user.name = 'bob'
    store.identify()
    expect(store.getState()).toMatchObject({ status: 'idle', data: undefined, args: undefined })
  })

  test('keeps a result of the former user from the state and from the promise (kind identity-changed)', async () => {
    const { user, client, store, states } = setUpUsers()
    const result = store.execute({ to: 'x' })
    user.name = 'bob'
    client.last().resolve({ messageId: 'secret' })
    const error = await failureOf(result)
    expect(error).toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
    expect(JSON.stringify([states, error.cause, error.data])).not.toContain('secret')
    expect(store.getState().status).toBe('idle')
  })

  test('keeps an error of the former user from the state and tells the true delivery', async () => {
    const { user, client, store } = setUpUsers()
    const [answered, lost] = [store.execute({ to: 'x' }), store.execute({ to: 'y' })]
    user.name = 'bob'
    client.calls[0]?.reject(new ConvexError('secret'))
    const error = await failureOf(answered)
    expect(error).toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
    expect([error.data, error.cause]).toEqual([undefined, undefined])
    expect(error.message).not.toContain('secret')
    client.publish({ isWebSocketConnected: false })
    await settle()
    expect(await failureOf(lost)).toMatchObject({ kind: 'identity-changed', delivery: 'unknown' })
    expect(store.getState().status).toBe('idle')
  })

  test('keeps queued calls of the former user from ever being sent', async () => {
    const { user, client, store } = setUpUsers({ isWebSocketConnected: false })
    const result = store.execute({ to: 'x' })
    user.name = 'bob'
    client.publish({ isWebSocketConnected: true })
    expect(await failureOf(result)).toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
    expect(client.calls).toEqual([])
  })

  test('keeps calls in the line of the former user from ever being sent', async () => {
    const { user, client, store } = setUpUsers(undefined, { concurrency: 'queue' })
    const [first, second] = [store.execute({ to: 'x' }), store.execute({ to: 'y' })]
    user.name = 'bob'
    client.last().resolve({ messageId: '1' })
    expect(await failureOf(first)).toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
    expect(await failureOf(second)).toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
    expect(client.calls).toHaveLength(1)
  })

  test('keeps a further try of the former user from being sent', async () => {
    const user = { name: 'ada' }
    const { client, store, reconnect } = setUpCharge({
      retries: { limit: 1, delay: 1000 },
      identity: () => user.name,
    })
    const result = store.execute({ amount: 5 })
    await reconnect()
    user.name = 'bob'
    await vi.advanceTimersByTimeAsync(1000)
    expect(await failureOf(result)).toMatchObject({ kind: 'identity-changed', delivery: 'unknown' })
    expect(client.calls).toHaveLength(1)
  })

  test('keeps a failed call of the former user from being tried again, whatever when says', async () => {
    const user = { name: 'ada' }
    const when = vi.fn(() => true)
    const { client, store } = setUpCharge({
      retries: { limit: 1, delay: 0, when },
      identity: () => user.name,
    })
    const result = store.execute({ amount: 5 })
    user.name = 'bob'
    client.last().reject(new Error('?'))
    expect(await failureOf(result)).toMatchObject({ kind: 'identity-changed', delivery: 'unknown' })
    expect(when).not.toHaveBeenCalled()
  })

  test('that throws is reported, and counts as nobody', async () => {
    const thrown = new Error('no session')
    const { client, store } = setUp({
      identity: () => {
        throw thrown
      },
    })
    const result = store.execute({ to: 'x' })
    client.last().resolve({ messageId: '1' })
    expect(await result).toEqual({ messageId: '1' })
    expect(new Set(reported)).toEqual(new Set([thrown]))
  })

  test('may come from the provider', async () => {
    let user = 'ada'
    const client = fakeClient()
    const store = createActionStore(send, {}, { client, identity: () => user })
    store.execute({ to: 'x' })
    client.last().resolve({ messageId: '1' })
    await settle()
    user = 'bob'
    store.identify()
    expect(store.getState()).toMatchObject({ status: 'idle', data: undefined })
  })
})

describe('wrong options', () => {
  const client = Object.assign(fakeClient(), { onUpdate: () => () => {} })
  const http = { action: async () => {} }
  const cases: [options: object, message: string][] = [
    [{ concurrency: 'first' }, 'Option "concurrency" takes parallel or drop or queue.'],
    [{ offline: 'never' }, 'Option "offline" takes wait or fail.'],
    [{ timeout: 0.5 }, 'Option "timeout" takes milliseconds from 1 to 2147483647.'],
    [{ timeout: 0 }, 'Option "timeout" takes milliseconds from 1 to 2147483647.'],
    [{ timeout: 2 ** 31 }, 'Option "timeout" takes milliseconds from 1 to 2147483647.'],
    [{ timeout: Number.NaN }, 'Option "timeout" takes milliseconds from 1 to 2147483647.'],
    [{ timeout: '5' }, 'Option "timeout" takes milliseconds from 1 to 2147483647.'],
    [{ callId: '' }, 'Option "callId" takes the name of an argument or { name, create }.'],
    [{ callId: null }, 'Option "callId" takes the name of an argument or { name, create }.'],
    [
      { callId: { name: '', create: () => 'id' } },
      'Option "callId" takes the name of an argument or { name, create }.',
    ],
    [{ callId: 'id', retries: null }, 'Option "retries" takes a whole number or { limit, delay, when }.'],
    [
      { callId: 'id', retries: { limit: 1, delay: 2 ** 31 } },
      'Option "retries.delay" takes milliseconds or a function.',
    ],
    [{ callId: { name: 'id' } }, 'Option "callId" takes the name of an argument or { name, create }.'],
    [{ callId: 'id', retries: -1 }, 'Option "retries" takes a whole number or { limit, delay, when }.'],
    [{ callId: 'id', retries: 1.5 }, 'Option "retries" takes a whole number or { limit, delay, when }.'],
    [{ callId: 'id', retries: {} }, 'Option "retries.limit" takes a whole number.'],
    [
      { callId: 'id', retries: { limit: 1, delay: -1 } },
      'Option "retries.delay" takes milliseconds or a function.',
    ],
    [{ callId: 'id', retries: { limit: 1, when: true } }, 'Option "retries.when" takes a function.'],
    [{ callId: 'id', retries: { limit: 1, wehn: true } }, 'Unknown option "retries.wehn".'],
    [{ retries: 1 }, 'Option "retries" needs option "callId".'],
    [{ progress: progressOf }, 'Option "progress" needs option "callId".'],
    [{ callId: 'id', progress: 7 }, 'Option "progress" takes a query.'],
    [{ identity: 'ada' }, 'Option "identity" takes a function.'],
    [{ onExecute: 1 }, 'Option "onExecute" takes a function.'],
    [{ onSuccess: 1 }, 'Option "onSuccess" takes a function.'],
    [{ onError: 1 }, 'Option "onError" takes a function.'],
    [{ onSettled: 1 }, 'Option "onSettled" takes a function.'],
    [{ client: http, offline: 'fail' }, 'Option "offline" cannot work with this client.'],
    [{ client: http, callId: 'id', progress: progressOf }, 'Option "progress" cannot work with this client.'],
  ]
  for (const [options, message] of cases) {
    test(`throw at creation: ${message} (${JSON.stringify(options, null, 1).replaceAll(/\s+/g, ' ')})`, () => {
      expect(() => createActionStore(send, { client, ...options } as never)).toThrow(message)
    })
  }

  test('are not the largest and the smallest values that are taken', () => {
    const most = 2 ** 31 - 1
    for (const options of [
      { timeout: 1 },
      { timeout: most },
      { callId: 'callId', retries: 0 },
      { callId: 'callId', retries: { limit: 0, delay: 0 } },
      { callId: 'callId', retries: { limit: 0, delay: most } },
    ])
      expect(createActionStore(charge, { client, ...options } as never).getState().status).toBe('idle')
  })

  test('throw when they are handed over later', () => {
    let options = { client } as object
    const store = createActionStore(send, () => options as never)
    options = { client, timeuot: 5 }
    expect(() => store.execute({ to: 'x' })).toThrow('Unknown option "timeuot"')
    expect(client.calls).toEqual([])
  })
})
