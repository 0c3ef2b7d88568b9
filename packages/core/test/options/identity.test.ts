import { ConvexError } from 'convex/values'
import { describe, expect, test, vi } from 'vitest'
import { type ActionError, type ActionOptions, createActionStore } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import { charge, send } from '../actions.js'
import { answerByHand } from '../clients.js'
import { failureOf } from '../promises.js'
import { setUp, setUpCharge } from '../stores.js'
import { catchReports, holdTime, settle } from '../surroundings.js'

holdTime()
const reported = catchReports()

describe('option identity', () => {
  const setUpUsers = (
    socket?: Parameters<typeof createFakeClient>[0],
    more: ActionOptions<typeof send> = {},
  ) => {
    const user = { name: 'ada' }
    return { user, ...setUp({ identity: () => user.name, ...more }, socket) }
  }

  test('shows nothing of one user to the next: a change clears the data at the next execute', async () => {
    const { user, client, store } = setUpUsers()
    store.execute({ to: 'x' })
    client.resolve(send, { messageId: '1' })
    await settle()
    user.name = 'bob'
    store.execute({ to: 'y' })
    expect(store.getState()).toMatchObject({ status: 'pending', data: undefined, args: { to: 'y' } })
  })

  test('is read again by field identify: back to idle without data, at once', async () => {
    const { user, client, store } = setUpUsers()
    store.execute({ to: 'x' })
    client.resolve(send, { messageId: '1' })
    await settle()
    store.identify()
    expect(store.getState().status).toBe('success')
    user.name = 'bob'
    store.identify()
    expect(store.getState()).toMatchObject({ status: 'idle', data: undefined, args: undefined })
  })

  test('keeps a result of the previous user out of the state and the promise (kind identity-changed)', async () => {
    const { user, client, store, states } = setUpUsers()
    const result = store.execute({ to: 'x' })
    user.name = 'bob'
    client.resolve(send, { messageId: 'secret' })
    const error = await failureOf(result)
    expect(error).toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
    expect(JSON.stringify([states, error.cause, error.data])).not.toContain('secret')
    expect(store.getState().status).toBe('idle')
  })

  test('keeps an error of the previous user out of the state, and its promise rejects with the true delivery', async () => {
    const { user, client, store } = setUpUsers()
    const [answered, lost] = [store.execute({ to: 'x' }), store.execute({ to: 'y' })]
    user.name = 'bob'
    client.calls(send)[0]?.reject(new ConvexError('secret'))
    const error = await failureOf(answered)
    expect(error).toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
    expect([error.data, error.cause]).toEqual([undefined, undefined])
    expect(error.message).not.toContain('secret')
    client.disconnect()
    await settle()
    expect(await failureOf(lost)).toMatchObject({ kind: 'identity-changed', delivery: 'unknown' })
    expect(store.getState().status).toBe('idle')
  })

  test('prevents queued calls of the previous user from ever being sent', async () => {
    const { user, client, store } = setUpUsers({ connected: false })
    const result = store.execute({ to: 'x' })
    user.name = 'bob'
    client.connect()
    expect(await failureOf(result)).toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
    expect(client.calls(send)).toEqual([])
  })

  test('prevents waiting calls of the previous user from ever being sent', async () => {
    const { user, client, store } = setUpUsers(undefined, { concurrency: 'queue' })
    const [first, second] = [store.execute({ to: 'x' }), store.execute({ to: 'y' })]
    user.name = 'bob'
    client.resolve(send, { messageId: '1' })
    expect(await failureOf(first)).toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
    expect(await failureOf(second)).toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
    expect(client.calls(send)).toHaveLength(1)
  })

  test('prevents another try of the previous user', async () => {
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
    expect(client.calls(charge)).toHaveLength(1)
  })

  test('prevents a failed call of the previous user from being tried again, whatever retries.when says', async () => {
    const user = { name: 'ada' }
    const when = vi.fn(() => true)
    const { client, store } = setUpCharge({
      retries: { limit: 1, delay: 0, when },
      identity: () => user.name,
    })
    const answers = answerByHand(client)
    const result = store.execute({ amount: 5 })
    user.name = 'bob'
    answers[0]?.reject(new Error('?'))
    expect(await failureOf(result)).toMatchObject({ kind: 'identity-changed', delivery: 'unknown' })
    expect(when).not.toHaveBeenCalled()
  })

  test('that throws is reported, and counts as no user', async () => {
    const thrown = new Error('no session')
    const { client, store } = setUp({
      identity: () => {
        throw thrown
      },
    })
    const result = store.execute({ to: 'x' })
    client.resolve(send, { messageId: '1' })
    expect(await result).toEqual({ messageId: '1' })
    expect(new Set(reported)).toEqual(new Set([thrown]))
  })

  test('may come from the provider', async () => {
    let user = 'ada'
    const client = createFakeClient()
    const store = createActionStore(send, {}, { client, identity: () => user })
    store.execute({ to: 'x' })
    client.resolve(send, { messageId: '1' })
    await settle()
    user = 'bob'
    store.identify()
    expect(store.getState()).toMatchObject({ status: 'idle', data: undefined })
  })
})

describe('when another user signed in and nobody reported it', () => {
  const setUp = (options = {}) => {
    let user = 'ada'
    const client = createFakeClient()
    const store = createActionStore(send, { client, identity: () => user, ...options })
    return {
      client,
      store,
      signIn(name: string) {
        user = name
      },
    }
  }

  test('"Try again" does not send the arguments of the previous user', async () => {
    const { client, store, signIn } = setUp()
    store.execute({ to: 'ada' })
    client.reject(send, new Error('?'))
    await settle()
    signIn('bob')
    store.retry()
    expect(client.calls(send)).toHaveLength(1)
    expect(store.getState()).toMatchObject({ status: 'idle', args: undefined })
  })

  test('"Try again" in a callback does not send them either', async () => {
    const { client, store, signIn } = setUp({
      onError() {
        signIn('bob')
        store.retry()
      },
    })
    store.execute({ to: 'ada' })
    client.reject(send, new Error('?'))
    await settle()
    expect(client.calls(send)).toHaveLength(1)
    expect(store.getState()).toMatchObject({ status: 'idle', args: undefined })
  })

  test('with drop, a call is not refused because of a call of the previous user that is never sent', async () => {
    const { client, store, signIn } = setUp({ concurrency: 'drop' })
    client.disconnect()
    store.execute({ to: 'ada' })
    signIn('bob')
    store.execute({ to: 'bob' })
    expect(store.getState()).toMatchObject({ status: 'pending', args: { to: 'bob' }, inFlight: 1 })
  })

  test('with drop, a refused call no longer shows data of the previous user', async () => {
    const { client, store, signIn } = setUp({ concurrency: 'drop' })
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'secret' })
    await settle()
    store.execute({ to: 'ada' })
    signIn('bob')
    store.execute({ to: 'bob' })
    expect(store.getState().data).toBeUndefined()
  })

  test('cancel also leaves no data of the previous user', async () => {
    const { client, store, signIn } = setUp()
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'secret' })
    await settle()
    const second = store.execute({ to: 'ada' }).catch(({ kind }: ActionError) => kind)
    signIn('bob')
    store.cancel()
    expect(store.getState().data).toBeUndefined()
    client.resolve(send, { messageId: 'secret' })
    expect(await second).toBe('identity-changed')
    expect(store.getState().data).toBeUndefined()
  })

  test('a running execution of the previous user rejects with identity-changed, even if that user is back', async () => {
    const { client, store, signIn } = setUp()
    const result = store.execute({ to: 'ada' }).catch(({ kind }: ActionError) => kind)
    signIn('bob')
    store.identify()
    signIn('ada')
    store.identify()
    client.resolve(send, { messageId: 'm1' })
    expect(await result).toBe('identity-changed')
  })
})

test('in a queue, an execution that a subscriber starts right after another user signed in is shown when its turn comes', async () => {
  const client = createFakeClient()
  let user = 'ada'
  const store = createActionStore(send, { client, concurrency: 'queue', identity: () => user })
  store.subscribe(({ status }) => {
    if (status !== 'success' || user === 'bob') return
    user = 'bob'
    store.execute({ to: 'bob' })
    store.execute({ to: 'cleo' })
  })
  store.execute({ to: 'ada' })
  client.resolve(send, { messageId: 'm1' })
  await settle()
  client.resolve(send, { messageId: 'm2' })
  await settle()
  expect(client.calls(send).at(-1)?.args).toEqual({ to: 'cleo' })
  expect(store.getState()).toMatchObject({ args: { to: 'cleo' }, phase: 'running' })
})
