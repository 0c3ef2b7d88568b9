import { describe, expect, test, vi } from 'vitest'
import { createActionStore, type Interpreter } from '../src/index.js'
import { createInterpreter } from '../src/machine.js'
import { createActionObserver } from '../src/observer.js'
import { createProvider, type ProviderOptions } from '../src/provider.js'
import { createFakeClient } from '../src/testing.js'
import { send } from './actions.js'
import { failureOf, kindOf } from './promises.js'
import { holdTime, settle } from './surroundings.js'

holdTime()

/** A provider whose options may be replaced, and a store below it. */
function setUp(options: ProviderOptions = {}) {
  const client = createFakeClient()
  const now: { -readonly [Name in keyof ProviderOptions]: ProviderOptions[Name] } = { client, ...options }
  const provider = createProvider(now)
  return { client, now, provider, store: createActionStore(send, {}, provider) }
}

describe('settings for all stores', () => {
  test('of a provider: client is used, or called if it is a function', () => {
    const { client, store } = setUp()
    store.execute({ to: 'ada' })
    expect(client.calls(send)).toHaveLength(1)
    const other = createFakeClient()
    setUp({ client: () => other }).store.execute({ to: 'ada' })
    expect(other.calls(send)).toHaveLength(1)
  })

  test('of a provider: identity is read even without ready, and each change counts', async () => {
    const { client, now, store } = setUp({ identity: () => undefined })
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await settle()
    now.identity = () => 'user-1'
    store.identify()
    expect(store.getState().status).toBe('idle')
  })

  test('of a provider: ready holds calls back, and may be added and removed', () => {
    const { client, now, store } = setUp({ ready: () => false })
    store.execute({ to: 'ada' })
    expect(client.calls(send)).toHaveLength(0)
    now.ready = undefined
    store.identify()
    expect(client.calls(send)).toHaveLength(1)
  })

  test('of a provider: watch notifies waiting calls, even if nothing else refers to their store', async () => {
    let tell = () => {}
    const watch = vi.fn((listener: () => void) => {
      tell = listener
      return () => {}
    })
    const { client, now, store } = setUp({ ready: () => false, watch })
    const promise = store.execute({ to: 'ada' })
    now.ready = () => true
    tell()
    client.resolve(send, { messageId: 'm1' })
    expect(await promise).toEqual({ messageId: 'm1' })
    expect(watch).toHaveBeenCalledTimes(1)
  })

  test('of a provider: observer sees the executions of its stores, and of no others', async () => {
    const observer = createActionObserver()
    const { store } = setUp({ observer })
    const { store: elsewhere } = setUp({ observer: createActionObserver() })
    store.execute({ to: 'ada' })
    elsewhere.execute({ to: 'bob' })
    await settle()
    expect(observer.getInFlight()).toBe(1)
  })

  test('of a provider: defaults apply if a store has no such option', async () => {
    const { store } = setUp({ defaults: { concurrency: 'drop' } })
    store.execute({ to: 'ada' })
    expect(await kindOf(store.execute({ to: 'bob' }))).toBe('dropped')
  })

  test('of a provider: messages are used by its stores, in the current language', async () => {
    const { now, store } = setUp({ messages: () => 'Canceled.' })
    const failures = []
    for (const sentence of ['Canceled.', 'Abgebrochen.']) {
      now.messages = () => sentence
      failures.push(failureOf(store.execute({ to: 'ada' })))
      store.cancel()
    }
    expect((await Promise.all(failures)).map(({ message }) => message)).toEqual(['Canceled.', 'Abgebrochen.'])
  })

  test('of a provider: interpreter runs the executions', () => {
    const interpreter = createInterpreter()
    const start = vi.fn<Interpreter['start']>(interpreter.start)
    setUp({ interpreter: { start } }).store.execute({ to: 'ada' })
    expect(start).toHaveBeenCalledWith({ action: 'emails:send', callId: undefined })
  })
})

describe('a provider for a part of an app', () => {
  /** The provider of an app, a provider for a part of it, and a store below that. */
  function setUpPart(options: ProviderOptions = {}, own: ProviderOptions = {}) {
    const app = setUp(options)
    const now: { -readonly [Name in keyof ProviderOptions]: ProviderOptions[Name] } = { ...own }
    const provider = createProvider(now, app.provider)
    return { ...app, part: now, provider, store: createActionStore(send, {}, provider) }
  }

  test('uses the settings of the part, and for the rest the current settings of the app', async () => {
    const { now, part, store } = setUpPart({ defaults: { concurrency: 'drop' }, messages: () => 'No.' })
    store.execute({ to: 'ada' })
    const failures = []
    for (const change of [
      () => {},
      () => (part.messages = () => 'Nein.'),
      () => (part.messages = undefined),
    ]) {
      change()
      failures.push(failureOf(store.execute({ to: 'bob' })))
    }
    now.messages = () => 'Non.'
    failures.push(failureOf(store.execute({ to: 'bob' })))
    expect((await Promise.all(failures)).map(({ message }) => message)).toEqual([
      'No.',
      'Nein.',
      'No.',
      'Non.',
    ])
    part.defaults = {}
    store.execute({ to: 'cleo' })
    expect(store.getState().args).toEqual({ to: 'cleo' })
  })

  test('knows the users of the app: a user after the first one is a different user, even in a part that was created later', async () => {
    const session: { user?: string } = { user: 'ada' }
    const app = setUp({ identity: () => session.user, ready: () => false })
    app.provider.identity()
    session.user = undefined
    app.provider.identity()
    const late = createActionStore(send, {}, createProvider({ defaults: {} }, app.provider))
    const failed = failureOf(late.execute({ to: 'bob' }))
    session.user = 'bob'
    late.identify()
    expect(await failed).toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
  })

  test('may have its own user, and waits for that user as the app does', () => {
    const session: { user?: string; ready: boolean } = { ready: false }
    const { client, store } = setUpPart(
      { identity: () => 'app', ready: () => session.ready },
      { identity: () => session.user },
    )
    store.execute({ to: 'ada' })
    Object.assign(session, { user: 'part', ready: true })
    store.identify()
    expect(client.calls(send)).toHaveLength(1)
  })

  test('notifies waiting calls of changes in the part and the app, and listens to neither when nothing waits', () => {
    const watched = () => {
      const listeners = new Set<() => void>()
      const watch = (listener: () => void) => {
        listeners.add(listener)
        // Svelte stores call the listener at once.
        listener()
        return () => void listeners.delete(listener)
      }
      return { listeners, watch, tell: () => [...listeners].forEach((listener) => void listener()) }
    }
    const [ofApp, ofPart] = [watched(), watched()]
    const { client, now, store } = setUpPart(
      { ready: () => false, watch: ofApp.watch },
      { watch: ofPart.watch },
    )
    for (const { tell } of [ofApp, ofPart]) {
      now.ready = () => false
      store.execute({ to: 'ada' })
      expect([ofApp.listeners.size, ofPart.listeners.size]).toEqual([1, 1])
      now.ready = () => true
      tell()
      expect([ofApp.listeners.size, ofPart.listeners.size]).toEqual([0, 0])
    }
    expect(client.calls(send)).toHaveLength(2)
  })

  test('passes watch a function that reads the answers and never throws', () => {
    let read = () => undefined as unknown
    let user = () => 'ada'
    const { store } = setUp({
      ready: () => false,
      identity: () => user(),
      watch(_, given) {
        read = given
        return () => {}
      },
    })
    store.execute({ to: 'ada' })
    expect(read()).toEqual([false, 'ada'])
    user = () => {
      throw new Error('Nobody can tell.')
    }
    expect(read()).toEqual([false, undefined])
  })
})

test('user() returns the user’s own id, and a user who was returned counts as having been present', async () => {
  let user: string | undefined = 'ada'
  const { client, provider, store } = setUp({ identity: () => user, ready: () => true })
  expect(store.user()).toBe('ada')
  user = undefined
  const failed = failureOf(store.execute({ to: 'ada' }))
  user = 'bob'
  store.identify()
  client.resolve(send, { messageId: 'm1' })
  expect(await failed).toMatchObject({ kind: 'identity-changed' })
  expect(createProvider({}, provider as never).user?.()).toBe('bob')
})
