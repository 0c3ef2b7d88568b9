import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test, vi } from 'vitest'
import { type ActionError, type ActionOptions, createActionStore } from '../src/index.js'
import { createFakeClient } from '../src/testing.js'
import { charge, send } from './actions.js'
import { countListeners } from './clients.js'
import { kindOf, macrotask } from './promises.js'
import { catchReports } from './surroundings.js'

const reported = catchReports()

type Options = ActionOptions<typeof send>

/** A store as a component has it: its options close over the user of their render. */
function setUp(more: Partial<Options> = {}, client = createFakeClient()) {
  let options: Options = {}
  const render = (user: string) => {
    options = { identity: () => user, ...more }
  }
  render('ada')
  return { client, render, store: createActionStore(send, () => options, { client }) }
}

describe('the newest options decide who the user is', () => {
  test('when a result of the previous user arrives and nobody reported the change: it is not shown', async () => {
    const { client, render, store } = setUp()
    const result = kindOf(store.execute({ to: 'x' }))
    render('bob')
    client.resolve(send, { messageId: 'secret' })
    expect(await result).toBe('identity-changed')
    expect(store.getState()).toMatchObject({ status: 'idle', data: undefined })
  })

  test('when a late result of the previous user arrives: the next user keeps data and success', async () => {
    const { client, render, store } = setUp()
    const ofAda = kindOf(store.execute({ to: 'ada' }))
    render('bob')
    const ofBob = store.execute({ to: 'bob' })
    client.calls(send)[0]?.resolve({ messageId: 'of ada' })
    expect(await ofAda).toBe('identity-changed')
    client.calls(send)[1]?.resolve({ messageId: 'of bob' })
    expect(await ofBob).toEqual({ messageId: 'of bob' })
    expect(store.getState()).toMatchObject({ status: 'success', data: { messageId: 'of bob' } })
  })

  test('when a late failure of the previous user arrives: the next user keeps what is shown', async () => {
    const { client, render, store } = setUp()
    store.execute({ to: 'ada' })
    render('bob')
    const ofBob = store.execute({ to: 'bob' })
    client.calls(send)[1]?.resolve({ messageId: 'of bob' })
    await ofBob
    client.calls(send)[0]?.reject(new Error('no'))
    await macrotask()
    expect(store.getState()).toMatchObject({ status: 'success', data: { messageId: 'of bob' } })
  })

  test('when a waiting call of the previous user could be sent: it never is', async () => {
    const { client, render, store } = setUp({}, createFakeClient({ connected: false }))
    const result = kindOf(store.execute({ to: 'x' }))
    render('bob')
    client.connect()
    expect(await result).toBe('identity-changed')
    expect(client.calls(send)).toEqual([])
  })

  test('when a callback executes and then another user signs in: the call is never sent', async () => {
    const { client, render, store } = setUp({
      onSuccess() {
        kinds.push(kindOf(store.execute({ to: 'of ada' })))
        render('bob')
      },
    })
    const kinds: Promise<unknown>[] = []
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm' })
    await macrotask()
    expect(client.calls(send).map(({ args }) => args.to)).toEqual(['ada'])
    expect(await Promise.all(kinds)).toEqual(['identity-changed'])
  })

  test('when progress of the previous user arrives: it is not shown', () => {
    const tellers: ((value: unknown) => void)[] = []
    const client = Object.assign(createFakeClient(), {
      onUpdate(_query: unknown, _args: unknown, tell: (value: unknown) => void) {
        tellers.push(tell)
        return () => {}
      },
    })
    let user = 'ada'
    const options = () => ({
      client,
      callId: 'callId' as const,
      progress: 'payments:progress' as never,
      identity: () => user,
    })
    const store = createActionStore(charge, options)
    store.execute({ amount: 1 })
    user = 'bob'
    tellers[0]?.('the name of a friend')
    expect(store.getState()).toMatchObject({ status: 'idle', progress: undefined })
  })

  test('when a callback executes after another user signed in: nothing of the previous user is shown with it', async () => {
    let user = 'ada'
    const client = createFakeClient()
    const store = createActionStore(send, {
      client,
      identity: () => user,
      onSuccess() {
        if (user === 'bob') return
        user = 'bob'
        store.execute({ to: 'bob' })
      },
    })
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'of ada' })
    await macrotask()
    expect(store.getState()).toMatchObject({ phase: 'running', data: undefined, args: { to: 'bob' } })
    client.resolve(send, { messageId: 'of bob' })
    await macrotask()
    expect(store.getState()).toMatchObject({ status: 'success', data: { messageId: 'of bob' } })
  })

  test('if the options cannot be read, the last options decide', async () => {
    const client = createFakeClient()
    let isBroken = false
    const broken = new Error('from the getter')
    const store = createActionStore(send, () => {
      if (isBroken) throw broken
      return { client, identity: () => 'ada' }
    })
    const result = store.execute({ to: 'x' })
    isBroken = true
    client.resolve(send, { messageId: 'm1' })
    expect(await result).toEqual({ messageId: 'm1' })
    expect(new Set(reported)).toEqual(new Set([broken]))
  })
})

test('option identity is asked once for a step, however many executions it ends', () => {
  const client = createFakeClient()
  const identity = vi.fn(() => 'ada')
  const store = createActionStore(send, { client, concurrency: 'queue', identity })
  for (const to of ['ada', 'bob', 'cleo', 'dan']) store.execute({ to })
  identity.mockClear()
  store.cancel()
  expect(identity).toHaveBeenCalledTimes(1)
})

describe('executions of a previous user no longer count', () => {
  test('for drop: the next user can click', () => {
    const { client, render, store } = setUp({ concurrency: 'drop' })
    store.execute({ to: 'ada' })
    render('bob')
    store.execute({ to: 'bob' })
    expect(client.calls(send).map(({ args }) => args)).toEqual([{ to: 'ada' }, { to: 'bob' }])
  })

  test('for queue: the next user does not wait for a call that is not shown', async () => {
    const { client, render, store } = setUp({ concurrency: 'queue' })
    store.execute({ to: 'ada' })
    const waiting = kindOf(store.execute({ to: 'ada, too' }))
    render('bob')
    store.execute({ to: 'bob' })
    store.execute({ to: 'cleo' })
    expect(client.calls(send).map(({ args }) => args)).toEqual([{ to: 'ada' }, { to: 'bob' }])
    expect(await waiting).toBe('identity-changed')
    client.calls(send)[0]?.resolve({ messageId: 'of ada' })
    await macrotask()
    expect(client.calls(send)).toHaveLength(2)
    client.calls(send)[1]?.resolve({ messageId: 'of bob' })
    await macrotask()
    expect(client.calls(send).at(-1)?.args).toEqual({ to: 'cleo' })
  })

  test('for inFlight', async () => {
    const { client, render, store } = setUp()
    store.execute({ to: 'ada' })
    render('bob')
    store.identify()
    expect(store.getState().inFlight).toBe(0)
    store.execute({ to: 'bob' })
    expect(store.getState().inFlight).toBe(1)
    client.calls(send)[0]?.resolve({ messageId: 'of ada' })
    await macrotask()
    expect(store.getState()).toMatchObject({ phase: 'running', inFlight: 1 })
  })

  test('for cancel: each settles with its own end, and leaves nothing behind', async () => {
    const { client, render, store } = setUp()
    const listeners = countListeners(client)
    const result = store.execute({ to: 'ada' }).catch((error: ActionError) => error)
    render('bob')
    store.cancel()
    client.disconnect()
    expect(await result).toMatchObject({ kind: 'identity-changed', delivery: 'unknown' })
    expect(listeners()).toBe(0)
  })
})

describe('option identity, if it returns no valid user', () => {
  const cases: [what: string, identity: () => unknown][] = [
    ['a promise', async () => 'ada'],
    ['another object each time', () => ({ id: 'ada' })],
  ]
  for (const [what, identity] of cases) {
    test(`but ${what}: it is reported, and the execution is not refused`, async () => {
      const client = createFakeClient()
      const store = createActionStore(send, { client, identity })
      const result = store.execute({ to: 'x' })
      client.resolve(send, { messageId: 'm1' })
      expect(await result).toEqual({ messageId: 'm1' })
      expect(String(reported[0])).toMatch(
        /^TypeError: Option "identity" must return the same value for the same user, not a promise/,
      )
    })
  }

  test('but the same object each time: it counts as a user', async () => {
    const [ada, bob] = [{ name: 'ada' }, { name: 'bob' }]
    let user = ada
    const client = createFakeClient()
    const store = createActionStore(send, { client, identity: () => user })
    const result = store.execute({ to: 'x' })
    client.resolve(send, { messageId: 'm1' })
    expect(await result).toEqual({ messageId: 'm1' })
    user = bob
    store.identify()
    expect(store.getState().data).toBeUndefined()
  })
})

describe('a store no longer holds', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void

  /**
   * Executes with arguments and a result that nothing else refers to, and returns which of them are still held after
   * `end`.
   */
  async function leftAfter(
    end: (store: ReturnType<typeof make>) => void,
    concurrency: Options['concurrency'],
  ) {
    const store = make(concurrency)
    const traces = await (async () => {
      const refs: WeakRef<object>[] = []
      for (const to of ['ada', 'bob']) {
        const args = { to }
        refs.push(new WeakRef(args))
        store.execute(args)
      }
      await macrotask()
      await macrotask()
      const { data } = store.getState()
      refs.push(new WeakRef(data as object))
      return refs
    })()
    end(store)
    for (let times = 0; times < 5; times++) {
      await macrotask()
      collect()
    }
    // The store itself is still in use.
    expect(store.getState().status).toBe('idle')
    return traces.filter((ref) => ref.deref()).length
  }

  const user = { name: 'ada' }
  function make(concurrency: Options['concurrency']) {
    user.name = 'ada'
    let answers = 0
    const client = { action: async () => ({ messageId: String(++answers) }) }
    const store = createActionStore(send, { client, concurrency, identity: () => user.name })
    store.subscribe(() => {})
    return store
  }

  for (const concurrency of ['parallel', 'queue'] as const) {
    test(`results of a previous user (${concurrency})`, async () => {
      const left = await leftAfter((store) => {
        user.name = 'bob'
        store.identify()
      }, concurrency)
      expect(left).toBe(0)
    })

    test(`results from before a reset (${concurrency})`, async () => {
      expect(await leftAfter((store) => store.reset(), concurrency)).toBe(0)
    })
  }
})
