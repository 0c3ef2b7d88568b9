import { createActionStore } from '@convex-action/core'
import { createInterpreter } from '@convex-action/core/machine'
import { createFakeClient } from '@convex-action/core/testing'
import { api } from '@convex-action/example-backend/api'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { type Bar, most, record, shownIn } from '../src/timeline/bars.js'
import { periodsOf } from '../src/timeline/periods.js'
import { historyOf, sentenceOf } from '../src/timeline/words.js'
import { useTicking } from '../src/use-ticking.js'

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

const { send } = api.emails
const { charge } = api.payments
const email = { to: 'ada@example.com', subject: 'Hello', body: '' }
const payment = { amount: 1, token: 'tok' }
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** A client, and the bars of what stores run on it. */
function startTimeline() {
  const client = createFakeClient()
  const timeline: { bars: readonly Bar[] } = { bars: [] }
  const interpreter = createInterpreter({
    inspect(event) {
      timeline.bars = record(timeline.bars, event, Date.now())
    },
  })
  return {
    client,
    timeline,
    options: { client, interpreter },
    /** What is told of the newest. */
    sentence: () => timeline.bars[0] && sentenceOf(timeline.bars[0], Date.now()),
    history: () => timeline.bars[0] && historyOf(timeline.bars[0], Date.now()),
  }
}

test('an execution is a bar that grows while it is pending, and tells its state, its try and its end', async () => {
  const { client, timeline, options, sentence, history } = startTimeline()
  client.disconnect()
  const store = createActionStore(send, options)
  store.execute(email)
  await pass(1500)
  expect(sentence()).toBe('Queued for 1.5 s, in try 1.')
  client.connect()
  await pass(250)
  expect(sentence()).toBe('Running for 250 ms, in try 1.')
  expect(history()).toBe('queued 1.5 s, running 250 ms')
  client.resolve(send, { messageId: '1' })
  await pass(9000)
  expect(sentence()).toBe('Success after 1.8 s, in try 1.')
  expect(history()).toBe('queued 1.5 s, running 250 ms, success')
  expect(timeline.bars).toMatchObject([
    { action: 'emails:send', callId: undefined, path: ['success'], end: 1750 },
  ])
})

test('one that is tried again shows each try, how each connection was lost, and one call id', async () => {
  const { client, timeline, options, sentence, history } = startTimeline()
  const store = createActionStore(charge, {
    ...options,
    callId: 'callId',
    retries: { limit: 1, delay: 1000 },
  })
  store.execute(payment)
  await pass(100)
  client.disconnect()
  expect(sentence()).toBe('Lost for 0 ms, in try 1.')
  await pass(500)
  expect(sentence()).toBe('Retrying for 500 ms, in try 1.')
  await pass(500)
  expect(sentence()).toBe('Queued for 0 ms, in try 2.')
  client.connect()
  await pass(200)
  client.disconnect()
  await pass(0)
  expect(sentence()).toBe('Error after 1.3 s, in try 2: connection, delivery unknown.')
  const [first, second] = ['running 100 ms, lost 0 ms, retrying 1.0 s', 'running 200 ms, lost 0 ms']
  expect(history()).toBe(`${first}, try 2: ${second}, error`)
  expect(timeline.bars[0]?.callId).toBe(store.getState().callId)
  const taken = ['execute', 'connected', 'lose', 'retry', 'retryDue', 'connected', 'lose', 'reject']
  expect(timeline.bars[0]?.steps.map(({ event }) => event)).toEqual(taken)
})

test('one that is canceled tells whether it was sent', async () => {
  const { client, options, sentence } = startTimeline()
  const store = createActionStore(send, options)
  store.execute(email)
  await pass(40)
  store.cancel()
  expect(sentence()).toBe('Error after 40 ms, in try 1: canceled, delivery unknown.')
  client.disconnect()
  store.execute(email)
  await pass(20)
  store.cancel()
  expect(sentence()).toBe('Error after 20 ms, in try 1: canceled, delivery not-sent.')
})

test('two at once share a period, the newest first, and what comes after a rest has a period of its own', async () => {
  const { client, timeline, options } = startTimeline()
  const { execute } = createActionStore(send, options)
  const pay = createActionStore(charge, { ...options, callId: { name: 'callId', create: () => 'cart-1' } })
  execute(email)
  await pass(10)
  pay.execute(payment)
  await pass(20)
  client.resolve(send, { messageId: '1' })
  await pass(30)
  client.resolve(charge, { transactionId: '1' })
  await pass(5000)
  execute(email)
  await pass(70)
  expect(periodsOf(timeline.bars, Date.now())).toMatchObject([
    { from: 5060, to: 5130, bars: [{ action: 'emails:send', end: undefined }] },
    {
      from: 0,
      to: 60,
      bars: [
        { action: 'payments:charge', callId: 'cart-1', end: 60 },
        { action: 'emails:send', end: 30 },
      ],
    },
  ])
})

test('the statechart finds the execution that a store shows, also where others of the same action wait', async () => {
  const { client, timeline, options } = startTimeline()
  const store = createActionStore(send, { ...options, concurrency: 'queue' })
  const shown = () => {
    const fields = Object.entries(store.getState()).map(([field, value]) => [field, { value }])
    return shownIn(timeline.bars, 'emails:send', Object.fromEntries(fields))
  }
  expect(shown()).toBeUndefined()
  store.execute(email)
  store.execute(email)
  expect(shown()).toBe(timeline.bars[1])
  client.resolve(send, { messageId: '1' })
  await pass(0)
  expect(shown()).toBe(timeline.bars[0])
  store.reset()
  expect(shown()).toBeUndefined()
})

test('the last executions that ended are kept, and each that is pending', async () => {
  const { client, timeline, options } = startTimeline()
  createActionStore(charge, { ...options, callId: 'callId' }).execute(payment)
  const other = createActionStore(send, options)
  for (let run = 0; run < most + 5; run++) {
    other.execute(email)
    client.resolve(send, { messageId: '1' })
    await pass(1)
  }
  expect(timeline.bars).toHaveLength(most + 1)
  expect(timeline.bars.at(-1)).toMatchObject({ action: 'payments:charge', end: undefined })
  expect(timeline.bars[0]?.end).toBe(most + 4)
})

test('time ticks only while something is pending', async () => {
  const isPending = ref(false)
  const tick = vi.fn()
  const scope = effectScope()
  scope.run(() => useTicking(() => isPending.value, 100, tick))
  expect(vi.getTimerCount()).toBe(0)
  isPending.value = true
  await pass(300)
  expect(tick).toHaveBeenCalledTimes(3)
  isPending.value = false
  await pass(0)
  expect(vi.getTimerCount()).toBe(0)
  isPending.value = true
  await pass(100)
  expect(vi.getTimerCount()).toBe(1)
  scope.stop()
  expect(vi.getTimerCount()).toBe(0)
})
