import { makeFunctionReference } from 'convex/server'
import { describe, expect, test } from 'vitest'
import { createActionStore } from '../src/index.js'
import { createFakeClient } from '../src/testing.js'
import { send } from './actions.js'
import { kindOf } from './promises.js'
import { api } from './wire/api.js'

describe('the fake client', () => {
  test('holds every call until the test answers it, the oldest first', async () => {
    const client = createFakeClient()
    const one = client.action(send, { to: 'ada' })
    const other = client.action(send, { to: 'bob' })
    expect(client.calls(send).map(({ args }) => args.to)).toEqual(['ada', 'bob'])
    client.resolve(send, { messageId: 'm1' })
    client.resolve(send, { messageId: 'm2' })
    expect(await Promise.all([one, other])).toEqual([{ messageId: 'm1' }, { messageId: 'm2' }])
  })

  test('keeps the arguments that the real client would have sent: a form may be cleared after it was submitted', () => {
    const client = createFakeClient()
    const form = { to: 'ada', cc: undefined, parts: [{ size: 1n }] }
    client.action(send, form)
    form.to = ''
    form.parts.length = 0
    expect(client.calls(send)[0]?.args).toStrictEqual({ to: 'ada', parts: [{ size: 1n }] })
  })

  test('rejects arguments that the real client cannot send, without recording a call', async () => {
    const client = createFakeClient()
    await expect(client.action(send, { to: new Date() })).rejects.toThrow('not a supported Convex type')
    expect(client.calls(send)).toEqual([])
  })

  test('answers any call that the test picks', async () => {
    const client = createFakeClient()
    client.action(send, { to: 'ada' })
    const other = client.action(send, { to: 'bob' })
    client.calls(send)[1]?.resolve({ messageId: 'm2' })
    expect(await other).toEqual({ messageId: 'm2' })
  })

  test('keeps the calls of different actions apart', async () => {
    const client = createFakeClient()
    client.action(send, { to: 'ada' })
    const pong = client.action(api.health.ping, {})
    client.resolve(api.health.ping, 'pong')
    expect(await pong).toBe('pong')
    expect(client.calls(api.health.ping)).toHaveLength(1)
  })

  test('reports mistakes of a test: an answer without a waiting call, a second answer, an answer without a connection', () => {
    const client = createFakeClient()
    expect(() => client.resolve(send, { messageId: 'm1' })).toThrow('No call of "emails:send" is waiting')
    client.action(send, { to: 'ada' })
    client.resolve(send, { messageId: 'm1' })
    expect(() => client.calls(send)[0]?.resolve({ messageId: 'm1' })).toThrow('is already settled')
    client.action(send, { to: 'bob' })
    client.disconnect()
    expect(() => client.resolve(send, { messageId: 'm1' })).toThrow(
      'No answer can arrive without a connection',
    )
  })

  test('sends progress to subscribers of that query, and reports a missing subscriber', () => {
    const client = createFakeClient()
    const place = makeFunctionReference<'action', { callId: string }, string>('calls:walk')
    const options = { client, callId: 'callId', progress: api.calls.progress } as const
    const store = createActionStore(place, options)
    expect(() => client.update(api.calls.progress, 1)).toThrow('Nobody is subscribed to "calls:progress"')
    store.execute()
    client.update(api.calls.progress, 2)
    expect(store.getState().progress).toBe(2)
  })

  test('fails the attempt to connect if it is disconnected without a connection: offline "fail" then refuses', async () => {
    const client = createFakeClient({ connected: false })
    const store = createActionStore(send, { client, offline: 'fail' })
    const result = kindOf(store.execute({ to: 'ada' }))
    expect(store.getState().phase).toBe('queued')
    client.disconnect()
    expect(await result).toBe('offline')
    client.connect()
    expect(client.connectionState()).toEqual({
      isWebSocketConnected: true,
      connectionCount: 1,
      connectionRetries: 0,
    })
  })

  test('accepts calls after close but answers none, and cannot be opened again', async () => {
    const client = createFakeClient()
    await client.close()
    client.action(send, { to: 'ada' })
    expect(client.calls(send)).toEqual([])
    expect(() => client.connect()).toThrow('closed')
  })
})
