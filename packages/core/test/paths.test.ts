import { makeFunctionReference } from 'convex/server'
import { ConvexError } from 'convex/values'
import { describe, expect, test, vi } from 'vitest'
import type { StateValue } from 'xstate'
import { createTestModel, getSimplePaths } from 'xstate/graph'
import { actionMachine, type ExecutionEvent } from '../src/action-machine.js'
import { type ActionError, createActionStore } from '../src/index.js'
import { leaf } from '../src/leaf.js'
import { type CallsApi, recover } from '../src/recovery.js'
import { createFakeClient } from '../src/testing.js'
import { phases } from '../src/transitions.generated.js'
import { charge, guarded } from './actions.js'
import { answerByHand, countListeners } from './clients.js'
import { holdTime } from './surroundings.js'

type EventType = ExecutionEvent['type']
type Step = [event: EventType, leadsTo: StateValue]

// The first list reaches each state in each way, the second takes each arrow in each way: `retryDue`, then on from
// there.
const found = [...getSimplePaths(actionMachine), ...createTestModel(actionMachine).getSimplePaths()].map(
  ({ steps }) => steps.slice(1).map(({ event, state }): Step => [event.type as EventType, state.value]),
)
const nameOf = (path: Step[]) => path.map(([event]) => event).join(', ') || 'nothing at all'
const paths = new Map(found.map((path) => [nameOf(path), path]))
// A call that was never handed over has no answer: no client can cause these paths.
const impossible = ['execute, resolve']
// A failed try had its answer. Only a try whose connection was lost can be answered late.
const answered = [...paths.keys()].filter((name) =>
  /^execute.*(connected|check), retry(, retryDue)?, resolve$/.test(name),
)
// A resumed call has no arguments here, so it cannot have another try.
const withoutArguments = [...paths.keys()].filter((name) => name.startsWith('resume, retry'))

const delay = 10_000
const lost = '[CONVEX A(payments:charge)] Connection lost while action was in flight'
/** The server's answer about each call that is checked. */
const calls = {
  settle: makeFunctionReference<'mutation'>('calls:settle'),
  outcome: makeFunctionReference<'query'>('calls:outcome'),
} as unknown as CallsApi

holdTime()

function setUp(name = '') {
  const client = createFakeClient({ connected: false })
  const answers = answerByHand(client)
  const listeners = countListeners(client)
  const when = ({ kind }: ActionError) => kind !== 'server'
  const isChecked = name.includes('check')
  const resuming = { recovery: recover(calls, { remember: 'checkout' }), concurrency: 'drop' } as const
  const recovery = isChecked ? recover(calls) : undefined
  const options = {
    client,
    recovery,
    callId: 'callId',
    retries: { limit: 3, delay, when },
    timeout: 60_000,
  } as const
  const store = createActionStore(guarded, {
    ...options,
    ...(name.startsWith('resume') ? resuming : undefined),
  } as typeof options)
  let result: Promise<unknown> | undefined
  /** What a user or a client does to cause an event. It may depend on the phase. */
  const cause: Record<EventType, () => unknown> = {
    execute() {
      result = store.execute({ amount: 4 })
    },
    resume() {
      result = store.resume('id-1')
    },
    connected: () => client.connect(),
    resolve() {
      if (store.getState().phase !== 'checking') return answers.at(-1)?.resolve('charged')
      if (!client.connectionState().isWebSocketConnected) client.connect()
      client.resolve(calls.settle, { state: 'finished', value: 'charged' })
    },
    reject: () =>
      store.getState().phase === 'running'
        ? answers.at(-1)?.reject(new Error('[CONVEX A(payments:charge)] [Request ID: 1] Server Error'))
        : client.close(),
    lose: () => client.disconnect(),
    async check() {
      if (client.connectionState().isWebSocketConnected) answers.at(-1)?.reject(new Error(lost))
      await vi.advanceTimersByTimeAsync(0)
    },
    async retry() {
      if (store.getState().phase === 'checking') {
        if (!client.connectionState().isWebSocketConnected) client.connect()
        client.resolve(calls.settle, { state: 'never' })
        await vi.advanceTimersByTimeAsync(0)
      } else if (isChecked) {
        answers.at(-1)?.reject(new ConvexError('Once more.'))
        await vi.advanceTimersByTimeAsync(0)
      } else if (client.connectionState().isWebSocketConnected) {
        answers.at(-1)?.reject(new Error(lost))
        await vi.advanceTimersByTimeAsync(0)
      }
      client.disconnect()
    },
    retryDue: () => vi.advanceTimersByTimeAsync(delay),
  }
  return { client, store, answers, listeners, cause, outcome: () => result }
}

/** How a store shows a state of the machine. */
const shownAs = (value: StateValue) =>
  typeof value === 'string'
    ? { status: value, phase: undefined }
    : { status: 'pending', phase: phases[leaf(value) as keyof typeof phases] }

describe('an execution that goes the way of the machine', () => {
  test('meets every state and every arrow of it', () => {
    const arrows = [...paths.values()].flatMap((path) =>
      path.map(
        ([event, to], at) => `${JSON.stringify(path[at - 1]?.[1] ?? 'idle')} ${event} ${shownAs(to).phase}`,
      ),
    )
    const drawn = Object.values(actionMachine.states.pending?.states ?? {}).flatMap((state) => [
      ...state.ownEvents,
      ...Object.values(state.states).flatMap((inner) => inner.ownEvents),
    ])
    expect(new Set(arrows.map((arrow) => arrow.split(' ')[1]))).toEqual(new Set(actionMachine.events))
    // execute and resume; resolve and reject from each innermost state; one arrow for each event of a phase; "running" has two states
    expect(new Set(arrows).size).toBe(2 + 2 * 5 + drawn.length + 2)
  })

  for (const name of impossible) {
    test(`cannot go: ${name}`, () => {
      expect(paths.has(name)).toBe(true)
      const { client, cause } = setUp()
      cause.execute()
      expect(client.calls(charge)).toEqual([])
    })
  }

  test(`cannot go: ${withoutArguments.join('; ')}`, async () => {
    const { store, cause } = setUp('resume')
    cause.resume()
    await cause.retry()
    expect(withoutArguments.length).toBeGreaterThan(0)
    expect(store.getState()).toMatchObject({
      status: 'error',
      canRetry: false,
      error: { delivery: 'not-sent' },
    })
  })

  for (const name of answered) {
    test(`cannot go: ${name}`, async () => {
      const { store, answers, cause } = setUp(name)
      for (const [event] of paths.get(name)?.slice(0, -1) ?? []) {
        await cause[event]()
        await vi.advanceTimersByTimeAsync(100)
      }
      answers.at(-1)?.resolve('charged')
      await vi.advanceTimersByTimeAsync(0)
      expect(store.getState()).toMatchObject({
        status: 'pending',
        attempt: name.includes('retryDue') ? 2 : 1,
      })
    })
  }

  for (const [name, path] of paths) {
    if ([impossible, answered, withoutArguments].some((names) => names.includes(name))) continue
    test(`after ${name}: shows what the machine says, and at rest holds nothing`, async () => {
      const { client, store, listeners, cause, outcome } = setUp(name)
      let expected = shownAs('idle')
      expect(store.getState()).toMatchObject({ ...expected, inFlight: 0 })
      for (const [event, leadsTo] of path) {
        await cause[event]()
        // The store notices within 100 ms that a client without a connection was closed. The state "lost" ends by
        // itself.
        if (event !== 'lose') await vi.advanceTimersByTimeAsync(100)
        expected = shownAs(leadsTo)
        expect(store.getState()).toMatchObject({ ...expected, inFlight: expected.phase ? 1 : 0 })
      }
      expect(client.calls(charge)).toHaveLength(path.filter(([event]) => event === 'connected').length)
      if (expected.phase) return
      expect([listeners(), vi.getTimerCount()]).toEqual([0, 0])
      if (expected.status === 'success') expect(await outcome()).toBe('charged')
      if (expected.status === 'error') {
        const error = await outcome()?.catch((error: ActionError) => error)
        expect(error).toBe(store.getState().error)
        expect(error).toMatchObject({ delivery: expectedDelivery(name) })
      }
    })
  }
})

const expectedDelivery = (path: string) =>
  ({
    'execute, reject': 'not-sent',
    'execute, connected, reject': 'responded',
    'execute, connected, lose, reject': 'responded',
    // The server said that it never began, and it was not sent again.
    'execute, connected, check, retry, reject': 'not-sent',
    'execute, connected, check, retry, retryDue, reject': 'not-sent',
    'execute, connected, lose, check, retry, reject': 'not-sent',
    'execute, connected, lose, check, retry, retryDue, reject': 'not-sent',
  })[path] ?? 'unknown'
