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

describe('what is said once for all stores', () => {
  test('of a provider: client is used, or asked for where it is a function', () => {
    const { client, store } = setUp()
    store.execute({ to: 'ada' })
    expect(client.calls(send)).toHaveLength(1)
    const other = createFakeClient()
    setUp({ client: () => other }).store.execute({ to: 'ada' })
    expect(other.calls(send)).toHaveLength(1)
  })

  test('of a provider: identity is asked, also by a provider without ready: each change is one', async () => {
    const { client, now, store } = setUp({ identity: () => undefined })
    store.execute({ to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    await settle()
    now.identity = () => 'user-1'
    store.identify()
    expect(store.getState().status).toBe('idle')
  })

  test('of a provider: ready holds calls back, and may come and go', () => {
    const { client, now, store } = setUp({ ready: () => false })
    store.execute({ to: 'ada' })
    expect(client.calls(send)).toHaveLength(0)
    now.ready = undefined
    store.identify()
    expect(client.calls(send)).toHaveLength(1)
  })

  test('of a provider: watch tells those who wait, also once nothing else holds their store', async () => {
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

  test('of a provider: defaults hold where a store says nothing', async () => {
    const { store } = setUp({ defaults: { concurrency: 'drop' } })
    store.execute({ to: 'ada' })
    expect(await kindOf(store.execute({ to: 'bob' }))).toBe('dropped')
  })

  test('of a provider: messages are the sentences of its stores, in the language of the moment', async () => {
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
