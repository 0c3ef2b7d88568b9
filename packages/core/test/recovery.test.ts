import { makeFunctionReference } from 'convex/server'
import { ConvexError } from 'convex/values'
import { describe, expect, test, vi } from 'vitest'
import { createActionStore, createMutationStore } from '../src/index.js'
import { type CallOutcome, type CallsApi, recover } from '../src/recovery.js'
import { createFakeClient } from '../src/testing.js'
import { charge, guarded, save } from './actions.js'
import { failureOf } from './promises.js'
import { catchReports, holdTime, settle } from './surroundings.js'

const calls = {
  settle: makeFunctionReference<'mutation'>('calls:settle'),
  outcome: makeFunctionReference<'query'>('calls:outcome'),
} as unknown as CallsApi

holdTime()
const reported = catchReports()

function setUp(options: object = {}) {
  const client = createFakeClient()
  const store = createActionStore(guarded, { client, recovery: recover(calls), ...options })
  const questions = () => client.calls(calls.settle)
  const tries = () => client.calls(guarded).map(({ args }) => args.call?.try)
  /** Loses the connection under what runs, and waits until that is judged. */
  const lose = async () => {
    client.disconnect()
    await settle()
  }
  const answer = async (outcome: CallOutcome) => {
    client.resolve(calls.settle, outcome)
    await settle()
  }
  return { client, store, questions, tries, lose, answer }
}

/** A store whose execution was lost and is asked for. */
async function checking(options: object = {}) {
  const parts = setUp(options)
  const result = parts.store.execute({ amount: 4 })
  await parts.lose()
  parts.client.connect()
  await settle()
  return { ...parts, result }
}

describe('option recovery', () => {
  test('sends an id and a new secret with each call', () => {
    const { client, store } = setUp()
    store.execute({ amount: 4 })
    store.execute({ amount: 4 })
    const sent = client.calls(guarded).map(({ args }) => args)
    expect(sent[0]).toEqual({
      amount: 4,
      call: { id: expect.any(String), try: expect.any(String), guarded: 1 },
    })
    const names = sent.flatMap(({ call }) => [call?.id, call?.try])
    expect(new Set(names).size).toBe(4)
    expect(store.getState()).toMatchObject({ args: { amount: 4 }, callId: sent[1]?.call?.id })
  })

  test('takes the id from callId.create, where the application has one', () => {
    const { client, store } = setUp({ callId: { create: () => 'cart-1' } })
    store.execute({ amount: 4 })
    expect(client.calls(guarded)[0]?.args).toMatchObject({ amount: 4, call: { id: 'cart-1' } })
    expect(client.calls(guarded)[0]?.args).not.toHaveProperty('callId')
  })

  test('asks nothing while the connection holds', async () => {
    const { client, store, questions } = setUp()
    const result = store.execute({ amount: 4 })
    client.resolve(guarded, 'charged')
    expect(await result).toBe('charged')
    expect(questions()).toEqual([])
  })

  test('shows "checking" when the connection is lost, and asks once it is back', async () => {
    const { client, store, questions, tries, lose } = setUp()
    store.execute({ amount: 4 })
    await lose()
    expect(store.getState()).toMatchObject({ status: 'pending', phase: 'checking', error: null })
    expect(questions()).toEqual([])
    client.connect()
    await settle()
    const { id } = client.calls(guarded)[0]?.args.call ?? {}
    expect(questions().map(({ args }) => args)).toEqual([
      { action: 'payments:charge', id, tries: tries(), age: expect.any(Number) },
    ])
    expect(store.getState().phase).toBe('checking')
    store.cancel()
  })

  test('counts the age by the clock that is ahead', async () => {
    const { client, store, questions, lose } = setUp()
    store.execute({ amount: 4 })
    vi.setSystemTime(Date.now() + 3_600_000)
    await lose()
    client.connect()
    await settle()
    expect(questions()[0]?.args.age).toBeGreaterThanOrEqual(3_600_000)
    store.cancel()
  })

  const ends: [name: string, outcome: CallOutcome, shown: object][] = [
    ['finished', { state: 'finished', value: 'charged' }, { status: 'success', data: 'charged' }],
    [
      'refused',
      { state: 'refused', value: { message: 'The card was declined.' } },
      { error: { kind: 'application', delivery: 'responded', message: 'The card was declined.' } },
    ],
    ['failed', { state: 'failed' }, { error: { kind: 'server', delivery: 'responded' } }],
    [
      'failed with an error of the application',
      { state: 'failed', value: 'No.' },
      { error: { kind: 'application', delivery: 'responded', message: 'No.' } },
    ],
    [
      'never begun',
      { state: 'never' },
      {
        error: {
          kind: 'connection',
          delivery: 'not-sent',
          message: 'The connection was lost before it began. Nothing happened; you can try again.',
        },
      },
    ],
    ['lost', { state: 'lost' }, { error: { kind: 'connection', delivery: 'unknown' } }],
    [
      'unknown to the server',
      { state: 'unknown', why: 'age' },
      { error: { kind: 'connection', delivery: 'unknown' } },
    ],
  ]
  for (const [name, outcome, shown] of ends)
    test(`tells the end of a call that is ${name}`, async () => {
      const { store, answer } = await checking()
      await answer(outcome)
      expect(store.getState()).toMatchObject(shown)
    })

  test('tells kind result-lost of a call that is finished, and whose result was not kept', async () => {
    const { store, answer } = await checking()
    await answer({ state: 'finished' })
    expect(store.getState().error).toMatchObject({ kind: 'result-lost', delivery: 'responded' })
  })

  test('follows a call that still runs until its end', async () => {
    const { client, store, answer } = await checking()
    await answer({ state: 'running' })
    client.update(calls.outcome, { state: 'running' })
    expect(store.getState().phase).toBe('checking')
    client.update(calls.outcome, { state: 'finished', value: 'charged' })
    expect(store.getState()).toMatchObject({ status: 'success', data: 'charged' })
    expect(() => client.update(calls.outcome, { state: 'running' })).toThrow('Nobody is subscribed')
  })

  test('says "unknown", and why, where the server cannot be asked', async () => {
    const { client, result } = await checking()
    const cause = new Error('There is no component.')
    client.reject(calls.settle, cause)
    expect(await failureOf(result)).toMatchObject({ kind: 'connection', delivery: 'unknown' })
    expect((await failureOf(result))?.cause).toMatchObject({ cause })
  })
})

describe('with retries', () => {
  const retries = { limit: 1, delay: 1000 }

  test('a call that never began is tried again, under the same id with a new secret', async () => {
    const { client, store, tries, answer } = await checking({ retries })
    await answer({ state: 'never' })
    expect(store.getState()).toMatchObject({ phase: 'retrying', attempt: 1 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(new Set(client.calls(guarded).map(({ args }) => args.call?.id)).size).toBe(1)
    expect(new Set(tries()).size).toBe(2)
    client.calls(guarded)[1]?.resolve('charged')
    await settle()
    expect(store.getState()).toMatchObject({ status: 'success', data: 'charged', attempt: 2 })
  })

  test('a call that is given up between two tries, the first of which never began, was not sent', async () => {
    const { store, questions, answer, result } = await checking({ retries })
    await answer({ state: 'never' })
    store.cancel()
    expect(await failureOf(result)).toMatchObject({ kind: 'canceled', delivery: 'not-sent' })
    expect(questions()).toHaveLength(1)
  })

  test('the second question names only the try that is in doubt', async () => {
    const { client, tries, questions, lose, answer, store } = await checking({ retries })
    await answer({ state: 'never' })
    await vi.advanceTimersByTimeAsync(1000)
    await lose()
    client.connect()
    await settle()
    expect(questions()[1]?.args.tries).toEqual([tries()[1]])
    await answer({ state: 'never' })
    expect(store.getState().error).toMatchObject({ delivery: 'not-sent', attempt: 2 })
  })

  test('a call of which nobody knows is not tried again', async () => {
    const { client, store, answer } = await checking({ retries })
    await answer({ state: 'lost' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(store.getState()).toMatchObject({ status: 'error', attempt: 1 })
    expect(client.calls(guarded)).toHaveLength(1)
  })
})

describe('a call that is given up', () => {
  for (const [name, giveUp] of [
    ['by cancel', (store: { cancel(): void }) => store.cancel()],
    ['by its timeout', () => vi.advanceTimersByTimeAsync(5000)],
  ] as const)
    test(`${name} ends at once, and what has not begun never begins`, async () => {
      const { store, questions, tries } = setUp({ timeout: 5000 })
      const result = store.execute({ amount: 4 })
      await giveUp(store)
      expect(await failureOf(result)).toMatchObject({ delivery: 'unknown' })
      expect(questions().map(({ args }) => args.tries)).toEqual([tries()])
    })

  test('and was never sent needs no question', async () => {
    const { client, store, questions } = setUp()
    client.disconnect()
    const result = store.execute({ amount: 4 })
    store.cancel()
    expect(await failureOf(result)).toMatchObject({ delivery: 'not-sent' })
    expect(questions()).toEqual([])
  })

  test('for another user is not asked for in his name', async () => {
    let user = 'ada'
    const { client, store, questions, lose } = setUp({ identity: () => user })
    const result = store.execute({ amount: 4 })
    await lose()
    user = 'bob'
    store.identify()
    client.connect()
    await settle()
    expect(await failureOf(result)).toMatchObject({ kind: 'identity-changed', delivery: 'unknown' })
    expect(questions()).toEqual([])
  })

  test('with its client ends as closed', async () => {
    const { client, result } = await checking()
    client.close()
    expect(await failureOf(result)).toMatchObject({ kind: 'closed', delivery: 'unknown' })
  })
})

test('a call that is checked holds the turn of a queue, and the guard of drop', async () => {
  const queue = await checking({ concurrency: 'queue' })
  queue.store.execute({ amount: 5 })
  expect(queue.client.calls(guarded)).toHaveLength(1)
  await queue.answer({ state: 'finished', value: 'charged' })
  expect(queue.client.calls(guarded)).toHaveLength(2)
  const drop = await checking({ concurrency: 'drop' })
  expect(await failureOf(drop.store.execute({ amount: 5 }))).toMatchObject({ kind: 'dropped' })
  drop.store.cancel()
})

test('a call that another one took the place of is checked unseen, and not sent again', async () => {
  const { client, store, answer, result } = await checking({ retries: 1 })
  store.execute({ amount: 5 })
  expect(store.getState().args).toEqual({ amount: 5 })
  await answer({ state: 'never' })
  expect(await failureOf(result)).toMatchObject({ delivery: 'not-sent' })
  expect(client.calls(guarded)).toHaveLength(2)
})

describe('what a guarded function itself says', () => {
  const said: [convexAction: string, error: object][] = [
    ['sealed', { kind: 'application', delivery: 'responded' }],
    ['lost', { kind: 'connection', delivery: 'unknown' }],
    ['result-lost', { kind: 'result-lost', delivery: 'responded' }],
  ]
  for (const [convexAction, error] of said)
    test(`by "${convexAction}" is told`, async () => {
      const { client, store } = setUp()
      store.execute({ amount: 4 })
      client.reject(guarded, new ConvexError({ convexAction, message: 'So it is.' }))
      await settle()
      expect(store.getState().error).toMatchObject({ ...error, message: 'So it is.' })
    })

  test('by "taken" is a reason to ask', async () => {
    const { client, store, answer } = setUp()
    store.execute({ amount: 4 })
    client.reject(guarded, new ConvexError({ convexAction: 'taken', message: 'So it is.' }))
    await settle()
    expect(store.getState().phase).toBe('checking')
    await answer({ state: 'finished', value: 'charged' })
    expect(store.getState()).toMatchObject({ status: 'success', data: 'charged' })
  })
})

describe('option recovery is refused', () => {
  const recovery = recover(calls)
  const make = (options: object) => () => createActionStore(guarded, options as never)

  test('over HTTP, by its name', () => {
    const http = { action: async () => {}, mutation: async () => {} }
    expect(make({ client: http, recovery })).toThrow('Option "recovery" cannot work with this client.')
  })

  test('for a mutation, which Convex sends again', () => {
    const options = { client: createFakeClient(), recovery } as never
    expect(() => createMutationStore(save, options)).toThrow('Option "recovery" takes nothing')
  })

  test('where it is not made by recover', () => {
    expect(make({ client: createFakeClient(), recovery: calls })).toThrow(
      'Option "recovery" takes recover(api.calls).',
    )
  })

  test('and without it, callId has to name an argument', () => {
    expect(make({ client: createFakeClient(), callId: { create: () => 'id' } })).toThrow(
      'Option "callId" needs a name, or option "recovery".',
    )
  })

  test('by the compiler, for an action that does not take the argument "call"', () => {
    // @ts-expect-error: it could not be asked for
    createActionStore(charge, { client: createFakeClient(), recovery })
  })
})

test('nothing is reported of all this', () => expect(reported).toEqual([]))
