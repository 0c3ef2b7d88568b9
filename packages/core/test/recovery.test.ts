import { makeFunctionReference } from 'convex/server'
import { ConvexError } from 'convex/values'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createActionStore, createMutationStore } from '../src/index.js'
import { type CallOutcome, type CallsApi, recover } from '../src/recovery.js'
import { createFakeClient } from '../src/testing.js'
import { charge, guarded, progressOf, save } from './actions.js'
import { answerByHand } from './clients.js'
import { failureOf } from './promises.js'
import { catchReports, holdTime, settle } from './surroundings.js'

const calls = {
  settle: makeFunctionReference<'mutation'>('calls:settle'),
  outcome: makeFunctionReference<'query'>('calls:outcome'),
} as unknown as CallsApi

holdTime()
const reported = catchReports()
// None of this is reported.
afterEach(() => expect(reported).toEqual([]))

type Store = ReturnType<typeof setUp>['store']
type Client = ReturnType<typeof setUp>['client']

function setUp(options: object = {}) {
  const client = createFakeClient()
  const store = createActionStore(guarded, { client, recovery: recover(calls), ...options })
  const questions = () => client.calls(calls.settle)
  const tries = () => client.calls(guarded).map(({ args }) => args.call?.try)
  /** Loses the connection during an execution, and waits until that is judged. */
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

/** A store whose execution lost its connection and is being checked. */
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

  test('does not ask option retries.when about an answer that arrives after the end', async () => {
    const when = vi.fn(() => true)
    const { store, answer } = await checking({ retries: { limit: 1, when } })
    store.cancel()
    await answer({ state: 'never' })
    expect(when).not.toHaveBeenCalled()
  })

  test('asks nothing while the connection is open', async () => {
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
    test(`reports the end of a call that is ${name}`, async () => {
      const { store, answer } = await checking()
      await answer(outcome)
      expect(store.getState()).toMatchObject(shown)
    })

  test('reports kind result-lost for a finished call whose result was not stored', async () => {
    const { store, answer } = await checking()
    await answer({ state: 'finished' })
    expect(store.getState().error).toMatchObject({ kind: 'result-lost', delivery: 'responded' })
  })

  test('follows a running call until its end', async () => {
    const { client, store, answer } = await checking()
    await answer({ state: 'running' })
    client.update(calls.outcome, { state: 'running' })
    expect(store.getState().phase).toBe('checking')
    client.update(calls.outcome, { state: 'finished', value: 'charged' })
    expect(store.getState()).toMatchObject({ status: 'success', data: 'charged' })
    expect(() => client.update(calls.outcome, { state: 'running' })).toThrow('Nobody is subscribed')
  })

  test('shows the progress of a call that is being checked', async () => {
    const { client, store } = await checking({ callId: 'callId', progress: progressOf })
    client.update(progressOf, 3)
    expect(store.getState()).toMatchObject({ phase: 'checking', progress: 3 })
    store.cancel()
  })

  test('ends with "unknown" and the cause if the server cannot be asked, and does not ask again', async () => {
    const { client, result, questions } = await checking()
    const cause = new Error('There is no component.')
    client.reject(calls.settle, cause)
    expect(await failureOf(result)).toMatchObject({ kind: 'connection', delivery: 'unknown' })
    expect((await failureOf(result))?.cause).toMatchObject({ cause })
    expect(questions()).toHaveLength(1)
  })
})

/** Lets a test answer each subscription to `outcome` separately. */
function followByHand(client: object) {
  const followers: {
    args: { id: string; try?: string }
    tell(outcome: CallOutcome): void
    fail(error: Error): void
    isOver: boolean
  }[] = []
  const onUpdate = (
    _query: unknown,
    args: { id: string },
    tell: (value: unknown) => void,
    fail: () => void,
  ) => {
    const follower = { args, tell, fail, isOver: false }
    followers.push(follower)
    return () => {
      follower.isOver = true
    }
  }
  Object.assign(client, { onUpdate })
  return followers
}

describe('a call that is still running', () => {
  /** Two tries of one id. Either may be the running one. */
  async function twice() {
    const parts = setUp({ timeout: 5000 })
    const followers = followByHand(parts.client)
    parts.store.execute({ amount: 4 })
    await vi.advanceTimersByTimeAsync(5000)
    await parts.answer({ state: 'running' })
    parts.store.retry()
    await parts.lose()
    parts.client.connect()
    await settle()
    await parts.answer({ state: 'running' })
    return { ...parts, followers }
  }

  test('is followed by each of its tries, because without sign-in a try that never began reveals nothing', async () => {
    const { store, tries, followers } = await twice()
    const action = 'payments:charge'
    expect(followers.map(({ args }) => args)).toEqual(
      tries().map((secret) => ({ id: store.getState().callId, try: secret, action })),
    )
    followers[1]?.tell({ state: 'unknown', why: 'other' })
    expect(store.getState().phase).toBe('checking')
    followers[0]?.tell({ state: 'finished', value: 'charged' })
    expect(store.getState()).toMatchObject({ status: 'success', data: 'charged' })
    expect(followers.map(({ isOver }) => isOver)).toEqual([true, true])
  })

  test('is "unknown" if none of its tries reveals anything', async () => {
    const { store, followers } = await twice()
    for (const { tell } of followers) tell({ state: 'unknown', why: 'other' })
    expect(store.getState().error).toMatchObject({ kind: 'connection', delivery: 'unknown' })
  })

  test('is "unknown", with the cause, if it cannot be followed', async () => {
    const { store, followers } = await twice()
    const cause = new Error('There is no such query.')
    followers[0]?.fail(cause)
    expect(store.getState().error).toMatchObject({ kind: 'connection', delivery: 'unknown', cause })
  })

  test('is not followed if the client already knows its end', async () => {
    const { client, store, answer } = await checking()
    let followers = 0
    Object.assign(client, {
      onUpdate(_query: unknown, _args: unknown, tell: (value: unknown) => void) {
        followers++
        tell({ state: 'finished', value: 'charged' })
        return () => followers--
      },
    })
    await answer({ state: 'running' })
    expect(store.getState()).toMatchObject({ status: 'success', data: 'charged' })
    expect(followers).toBe(0)
  })

  test('is still followed when the connection is lost again, without asking again', async () => {
    const { client, store, questions, lose, answer } = await checking()
    await answer({ state: 'running' })
    await lose()
    expect(store.getState().phase).toBe('checking')
    client.connect()
    await settle()
    expect(questions()).toHaveLength(1)
    client.update(calls.outcome, { state: 'finished', value: 'charged' })
    expect(store.getState()).toMatchObject({ status: 'success', data: 'charged' })
  })
})

describe('the question', () => {
  test('is asked once, even if the connection is lost meanwhile: Convex sends it again', async () => {
    const { client, store, questions, lose, answer } = await checking()
    await lose()
    expect(store.getState().phase).toBe('checking')
    client.connect()
    await settle()
    expect(questions()).toHaveLength(1)
    await answer({ state: 'finished', value: 'charged' })
    expect(store.getState()).toMatchObject({ status: 'success', data: 'charged' })
  })

  test('is asked if the client itself reports the lost connection first', async () => {
    const { client, store, questions } = setUp()
    store.execute({ amount: 4 })
    client.disconnect()
    client.connect()
    await settle()
    expect(store.getState().phase).toBe('checking')
    expect(questions()).toHaveLength(1)
    store.cancel()
  })

  test('is asked again if the answer "never" comes so late that the call may be forgotten', async () => {
    const { client, store, questions, answer } = await checking()
    vi.setSystemTime(Date.now() + 2 * 86_400_000)
    await answer({ state: 'never' })
    expect(store.getState().phase).toBe('checking')
    expect(questions()[1]?.args).toEqual({ ...questions()[0]?.args, age: expect.any(Number) })
    expect(questions()[1]?.args.age).toBeGreaterThanOrEqual(2 * 86_400_000)
    client.resolve(calls.settle, { state: 'unknown', why: 'age' })
    await settle()
    expect(store.getState().error).toMatchObject({ kind: 'connection', delivery: 'unknown' })
  })

  test('is not asked again if the answer "never" took some minutes', async () => {
    const { store, questions, answer } = await checking()
    await vi.advanceTimersByTimeAsync(1_200_000)
    await answer({ state: 'never' })
    expect(store.getState().error).toMatchObject({ delivery: 'not-sent' })
    expect(questions()).toHaveLength(1)
  })

  test('counts the age correctly even if the clock was set back', async () => {
    const { client, store, questions, lose } = setUp()
    store.execute({ amount: 4 })
    vi.setSystemTime(Date.now() - 3_600_000)
    await vi.advanceTimersByTimeAsync(5000)
    await lose()
    client.connect()
    await settle()
    expect(questions()[0]?.args.age).toBeGreaterThanOrEqual(5000)
    expect(questions()[0]?.args.age).toBeLessThan(10_000)
    store.cancel()
  })

  test('names a try that was handed over while an earlier one was sealed', async () => {
    const { client, store, questions, tries, lose, answer } = setUp({ timeout: 5000 })
    store.execute({ amount: 4 })
    await vi.advanceTimersByTimeAsync(5000)
    store.retry()
    await answer({ state: 'never' })
    await lose()
    client.connect()
    await settle()
    expect(questions().at(-1)?.args.tries).toEqual([tries()[1]])
    store.cancel()
  })

  test('still counts if a request that the client held back is answered meanwhile', async () => {
    const { client, store, lose, answer } = setUp()
    let refuse = (_error: Error) => {}
    client.action = () =>
      new Promise((_, reject) => {
        refuse = reject
      })
    store.execute({ amount: 4 })
    await lose()
    client.connect()
    await settle()
    refuse(new ConvexError({ convexAction: 'sealed', message: 'So it is.' }))
    await settle()
    expect(store.getState().phase).toBe('checking')
    await answer({ state: 'never' })
    expect(store.getState().error).toMatchObject({ delivery: 'not-sent' })
  })

  test('names every try of the id that is not sealed, including answered tries', async () => {
    const { client, store, questions, tries, lose } = setUp({ timeout: 5000 })
    store.execute({ amount: 4 })
    await vi.advanceTimersByTimeAsync(5000)
    store.retry()
    client.calls(guarded)[1]?.reject(new Error('Out of order.'))
    await settle()
    store.retry()
    await lose()
    client.connect()
    await settle()
    expect(tries()).toHaveLength(3)
    expect(questions().at(-1)?.args.tries).toEqual(tries())
    store.cancel()
  })

  /** An execution with 17 manual tries, which are being checked. */
  async function seventeen() {
    const parts = setUp()
    parts.store.execute({ amount: 4 })
    for (let count = 1; count < 17; count++) {
      parts.client.reject(guarded, new Error('Out of order.'))
      await settle()
      parts.store.retry()
    }
    await parts.lose()
    parts.client.connect()
    await settle()
    return parts
  }

  test('names at most 16 tries: further tries are asked in another question', async () => {
    const { store, questions, tries, answer } = await seventeen()
    await answer({ state: 'never' })
    expect(store.getState().phase).toBe('checking')
    expect(questions().map(({ args }) => args.tries)).toEqual([tries().slice(0, 16), tries().slice(16)])
    await answer({ state: 'never' })
    expect(store.getState().error).toMatchObject({ delivery: 'not-sent' })
  })

  test('about partly known tries is answered by the known part', async () => {
    const { store, answer } = await seventeen()
    await answer({ state: 'finished', value: 'charged' })
    await answer({ state: 'unknown', why: 'other' })
    expect(store.getState()).toMatchObject({ status: 'success', data: 'charged' })
  })

  test('counts the age from the oldest try that is not sealed: an id can be used for days', async () => {
    const { client, store, questions, lose, answer } = await checking()
    await answer({ state: 'never' })
    vi.setSystemTime(Date.now() + 50_000_000)
    store.retry()
    await lose()
    client.connect()
    await settle()
    expect(questions()[1]?.args.age).toBeLessThan(50_000_000)
    store.cancel()
  })

  for (const isTold of [true, false])
    test(`is not answered to the next user, whom the store ${isTold ? 'is told about' : 'notices by itself'}`, async () => {
      let user = 'ada'
      const { store, result, answer } = await checking({ identity: () => user })
      user = 'bob'
      if (isTold) store.identify()
      await answer({ state: 'finished', value: 'charged' })
      expect(await failureOf(result)).toMatchObject({ kind: 'identity-changed', delivery: 'unknown' })
      expect(store.getState()).toMatchObject({ status: 'idle', data: undefined })
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

  const giveUps: [by: string, giveUp: (store: Store, client: Client) => unknown, message: string][] = [
    ['cancel', (store) => store.cancel(), 'This was canceled. Nothing happened.'],
    ['its timeout', () => vi.advanceTimersByTimeAsync(500), 'This took too long. Nothing happened.'],
    ['the end of its client', (_, client) => client.close(), 'The connection was closed. Nothing happened.'],
    ['a change of user', (store) => store.identify(), 'The signed-in user changed. Nothing happened.'],
  ]
  for (const [by, giveUp, message] of giveUps)
    test(`a call that never began and is given up by ${by} before another try is reported as without effect`, async () => {
      let user = 'ada'
      const identity = () => user
      const { client, store, questions, answer, result } = await checking({ retries, timeout: 500, identity })
      await answer({ state: 'never' })
      expect(store.getState().phase).toBe('retrying')
      if (by === 'a change of user') user = 'bob'
      await giveUp(store, client)
      await settle()
      expect(await failureOf(result)).toMatchObject({ delivery: 'not-sent', message })
      expect(questions()).toHaveLength(1)
    })

  test('a call that never began and may not wait for the connection is reported as without effect', async () => {
    const { store, lose, answer, result } = await checking({ retries, offline: 'fail' })
    await answer({ state: 'never' })
    await lose()
    await vi.advanceTimersByTimeAsync(1000)
    expect(store.getState().error).toMatchObject({ kind: 'offline', delivery: 'not-sent' })
    expect((await failureOf(result))?.message).toBe('There is no connection. Nothing happened.')
  })

  test('the second question names only the try whose outcome is unknown', async () => {
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

  test('a failed call is tried again if "when" says so, which receives the server’s error', async () => {
    const when = vi.fn(() => true)
    const { store, result, answer } = await checking({ retries: { ...retries, when } })
    await answer({ state: 'failed', value: 'No.' })
    expect(when.mock.calls).toMatchObject([[{ kind: 'application', delivery: 'responded', data: 'No.' }]])
    expect(store.getState().phase).toBe('retrying')
    store.cancel()
    expect(await failureOf(result)).toMatchObject({ kind: 'canceled', delivery: 'unknown' })
  })

  for (const [name, outcome] of [
    ['was refused', { state: 'refused', value: 'No.' }],
    ['is finished without a result', { state: 'finished' }],
  ] as const)
    test(`a call that ${name} is not tried again, whatever "when" returns`, async () => {
      const when = vi.fn(() => true)
      const { store, answer } = await checking({ retries: { ...retries, when } })
      await answer(outcome)
      expect(store.getState().error).toMatchObject({ delivery: 'responded', attempt: 1 })
      expect(when).not.toHaveBeenCalled()
    })

  test('a call is "not-sent" once all its tries are sealed, including tries whose outcome was unknown', async () => {
    const { client, store, questions, tries, lose, answer } = setUp({
      retries: { ...retries, when: () => true },
    })
    const answers = answerByHand(client)
    store.execute({ amount: 4 })
    answers[0]?.reject(new TypeError('Nobody expected this.'))
    await vi.advanceTimersByTimeAsync(1000)
    await lose()
    client.connect()
    await settle()
    expect(questions()[0]?.args.tries).toEqual(tries())
    await answer({ state: 'never' })
    expect(store.getState().error).toMatchObject({ kind: 'connection', delivery: 'not-sent', attempt: 2 })
  })

  test('a call with an unknown outcome is not tried again', async () => {
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
    test(`${name} ends at once, and if it has not begun, it never begins`, async () => {
      const { store, questions, tries } = setUp({ timeout: 5000 })
      const result = store.execute({ amount: 4 })
      await giveUp(store)
      expect(await failureOf(result)).toMatchObject({ delivery: 'unknown' })
      expect(questions().map(({ args }) => args.tries)).toEqual([tries()])
    })

  test('and was never sent is not asked about', async () => {
    const { client, store, questions } = setUp()
    client.disconnect()
    const result = store.execute({ amount: 4 })
    store.cancel()
    expect(await failureOf(result)).toMatchObject({ delivery: 'not-sent' })
    expect(questions()).toEqual([])
  })

  test('ends and reports why the server was not asked if the client throws at once', async () => {
    const { client, store } = setUp()
    const result = store.execute({ amount: 4 })
    const cause = new Error('The client is closed.')
    client.mutation = () => {
      throw cause
    }
    store.cancel()
    expect(await failureOf(result)).toMatchObject({ kind: 'canceled', delivery: 'unknown' })
    await settle()
    expect(reported.splice(0)).toEqual([cause])
  })

  for (const [when, isLostFirst, isTold] of [
    ['after its connection was lost', true, true],
    ['after its connection was lost, unseen', true, false],
    ['before its connection is lost', false, true],
    ['before its connection is lost, unseen', false, false],
  ] as const)
    test(`by a change of user ${when} is not asked about as the next user`, async () => {
      let user = 'ada'
      const { client, store, questions, lose } = setUp({ identity: () => user })
      const result = store.execute({ amount: 4 })
      if (isLostFirst) await lose()
      user = 'bob'
      if (isTold) store.identify()
      if (!isLostFirst) await lose()
      client.connect()
      await settle()
      expect(await failureOf(result)).toMatchObject({ kind: 'identity-changed', delivery: 'unknown' })
      expect(questions()).toEqual([])
    })

  test('because its client is closed ends with kind closed', async () => {
    const { client, result } = await checking()
    client.close()
    expect(await failureOf(result)).toMatchObject({ kind: 'closed', delivery: 'unknown' })
  })
})

test('a call that is being checked keeps its turn in a queue, and the guard of drop', async () => {
  const queue = await checking({ concurrency: 'queue' })
  queue.store.execute({ amount: 5 })
  expect(queue.client.calls(guarded)).toHaveLength(1)
  await queue.answer({ state: 'finished', value: 'charged' })
  expect(queue.client.calls(guarded)).toHaveLength(2)
  const drop = await checking({ concurrency: 'drop' })
  expect(await failureOf(drop.store.execute({ amount: 5 }))).toMatchObject({ kind: 'dropped' })
  drop.store.cancel()
})

test('a superseded call is checked in the background and not sent again', async () => {
  const { client, store, answer, result } = await checking({ retries: 1 })
  store.execute({ amount: 5 })
  expect(store.getState().args).toEqual({ amount: 5 })
  await answer({ state: 'never' })
  expect(await failureOf(result)).toMatchObject({ delivery: 'not-sent' })
  expect(client.calls(guarded)).toHaveLength(2)
})

test('a call whose second try is checked gets its answer, even if it is superseded', async () => {
  const { client, store, lose, answer, result } = await checking({ retries: { limit: 2, delay: 1000 } })
  await answer({ state: 'never' })
  await vi.advanceTimersByTimeAsync(1000)
  await lose()
  store.execute({ amount: 5 })
  client.connect()
  await settle()
  await answer({ state: 'finished', value: 'charged' })
  expect(await result).toBe('charged')
  store.cancel()
})

describe('an answer of the guard itself', () => {
  const said: [convexAction: string, error: object][] = [
    ['sealed', { kind: 'application', delivery: 'responded' }],
    ['lost', { kind: 'connection', delivery: 'unknown' }],
    ['result-lost', { kind: 'result-lost', delivery: 'responded' }],
  ]
  for (const [convexAction, error] of said)
    test(`of kind "${convexAction}" is reported`, async () => {
      const { client, store } = setUp()
      store.execute({ amount: 4 })
      client.reject(guarded, new ConvexError({ convexAction, message: 'So it is.' }))
      await settle()
      expect(store.getState().error).toMatchObject({ ...error, message: 'So it is.' })
    })

  test('of kind "taken" makes the store ask the server', async () => {
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

  test('over HTTP, by name', () => {
    const http = { action: async () => {}, mutation: async () => {} }
    expect(make({ client: http, recovery })).toThrow('Option "recovery" cannot work with this client.')
  })

  test('if the module has no settle or no outcome', () => {
    const error = 'recover takes the module that exports settle and outcome: recover(api.calls).'
    for (const wrong of [undefined, {}, { settle: calls.settle }, { outcome: calls.outcome }])
      expect(() => recover(wrong as never)).toThrow(error)
  })

  test('for a mutation, because Convex sends it again', () => {
    const options = { client: createFakeClient(), recovery } as never
    expect(() => createMutationStore(save, options)).toThrow('Option "recovery" takes no value')
  })

  test('if it was not made by recover', () => {
    expect(make({ client: createFakeClient(), recovery: calls })).toThrow(
      'Option "recovery" takes recover(api.calls).',
    )
  })

  test('and without it, callId must name an argument', () => {
    expect(make({ client: createFakeClient(), callId: { create: () => 'id' } })).toThrow(
      'Option "callId" needs a name, or option "recovery".',
    )
  })

  test('by the compiler, for an action that does not take the argument "call"', () => {
    // @ts-expect-error: it could not be asked for
    createActionStore(charge, { client: createFakeClient(), recovery })
  })
})
