import { ConvexClient } from 'convex/browser'
import type { FunctionReference } from 'convex/server'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createActionStore } from '../../src/index.js'
import { failureOf, macrotask } from '../promises.js'
import { api } from './api.js'
import { clients, isOpen, type SocketClient, startBackend, until } from './backend.js'
import { echoStore } from './echo-store.js'
import { isAnswer, isRequest } from './messages.js'

/** Makes the client fetch a token, which arrives when the returned function is called. */
function delayToken(client: SocketClient): () => void {
  let give = () => {}
  const token = new Promise<null>((resolve) => {
    give = () => resolve(null)
  })
  client.setAuth(() => token)
  return give
}

for (const [name, connect] of Object.entries(clients)) {
  describe(`over a real socket of ${name}`, () => {
    const start = async (more = {}) => {
      const backend = await startBackend()
      const client: SocketClient = connect(backend.url, more)
      onTestFinished(() => client.close())
      await until(client, isOpen)
      // A timer of the same process, so that a slow machine affects both.
      const lost: { timer?: NodeJS.Timeout; isLongAgo?: boolean } = {}
      client.subscribeToConnectionState((connection) => {
        if (connection.isWebSocketConnected) return
        lost.timer ??= setTimeout(() => {
          lost.isLongAgo = true
        }, 100)
      })
      /** The error of an execution, which must come within 100 ms after the client publishes the lost connection. */
      const promptFailureOf = async (promise: Promise<unknown>) => {
        const error = await failureOf(promise)
        expect(lost.timer).toBeDefined()
        expect(lost.isLongAgo).toBeUndefined()
        return error
      }
      const requests = () => backend.wire.requests('health:echo').length
      return { backend, client, requests, promptFailureOf, ...echoStore(client) }
    }

    test('guarantee 1: a call is answered, running, then success; one request, one run', async () => {
      const { backend, store, seen, requests } = await start()
      expect(await store.execute({ value: 'hi' })).toBe('hi')
      expect(seen()).toEqual(['idle', 'running', 'success'])
      expect([requests(), backend.runs('health:echo')]).toEqual([1, 1])
    })

    test('a call made before the first connection waits for it, queued, and is sent once', async () => {
      const backend = await startBackend()
      const client: SocketClient = connect(backend.url)
      onTestFinished(() => client.close())
      const { store, seen } = echoStore(client)
      expect(await store.execute({ value: 'hi' })).toBe('hi')
      expect(seen()).toEqual(['idle', 'queued', 'running', 'success'])
      expect(backend.wire.requests()).toHaveLength(1)
    })

    test('a call made while the connection is gone waits for it, queued, and is sent once', async () => {
      const { backend, client, store, seen, requests } = await start()
      backend.faults.disconnect()
      await until(client, (connection) => !isOpen(connection))
      expect(await store.execute({ value: 'hi' })).toBe('hi')
      expect(seen()).toEqual(['idle', 'queued', 'running', 'success'])
      expect(requests()).toBe(1)
    })

    test('a socket killed before the request arrives: connection, unknown; the action did not run and is not sent again', async () => {
      const { backend, client, store, seen, requests, promptFailureOf } = await start()
      backend.faults.on(isRequest, 'kill', { times: 1 })
      const error = await promptFailureOf(store.execute({ value: 'hi' }))
      expect(error).toMatchObject({ kind: 'connection', delivery: 'unknown', action: 'health:echo' })
      await until(client, isOpen)
      await client.action(api.health.ping, {})
      expect(seen()).toEqual(['idle', 'running', 'error'])
      expect([requests(), backend.runs('health:echo')]).toEqual([0, 0])
    })

    test('a socket killed after the request arrived: connection, unknown; the action ran once', async () => {
      const { backend, client, store, seen, requests, promptFailureOf } = await start()
      backend.faults.on(isAnswer, 'kill', { times: 1 })
      const error = await promptFailureOf(store.execute({ value: 'hi' }))
      expect(error).toMatchObject({ kind: 'connection', delivery: 'unknown' })
      await until(client, isOpen)
      await client.action(api.health.ping, {})
      expect(seen()).toEqual(['idle', 'running', 'error'])
      expect([requests(), backend.runs('health:echo')]).toEqual([1, 1])
    })

    test('guarantee 3: an answer that is lost, and then the socket closed: connection, unknown', async () => {
      const { backend, store, promptFailureOf, requests } = await start()
      backend.faults.on(isAnswer, 'drop', { times: 1 })
      const result = store.execute({ value: 'hi' })
      await vi.waitFor(() => expect(backend.runs('health:echo')).toBe(1), 20_000)
      expect(store.getState().phase).toBe('running')
      backend.faults.disconnect()
      expect(await promptFailureOf(result)).toMatchObject({ kind: 'connection', delivery: 'unknown' })
      expect(requests()).toBe(1)
    })

    test('an answer that arrives right before the socket dies is a success', async () => {
      const { backend, store, seen } = await start()
      backend.faults.on(isAnswer, 'deliver-then-kill', { times: 1 })
      expect(await store.execute({ value: 'hi' })).toBe('hi')
      expect(seen()).toEqual(['idle', 'running', 'success'])
    })

    test('the client closed in flight: closed, unknown', async () => {
      const { backend, client, store, promptFailureOf } = await start()
      backend.faults.on(isAnswer, 'drop')
      const result = store.execute({ value: 'hi' })
      client.close()
      expect(await promptFailureOf(result)).toMatchObject({ kind: 'closed', delivery: 'unknown' })
    })

    test('the client closed while a call is queued: closed, not sent', async () => {
      const { backend, client, store, requests } = await start()
      backend.faults.refuse(true)
      backend.faults.disconnect()
      await until(client, (connection) => !isOpen(connection))
      const result = store.execute({ value: 'hi' })
      client.close()
      expect(await failureOf(result)).toMatchObject({ kind: 'closed', delivery: 'not-sent' })
      expect(requests()).toBe(0)
    })

    test('a call after the client was closed: closed, not sent, at once', async () => {
      const { client, store, seen, requests } = await start()
      await client.close()
      const result = store.execute({ value: 'hi' })
      expect(seen()).toEqual(['idle', 'error'])
      expect(await failureOf(result)).toMatchObject({ kind: 'closed', delivery: 'not-sent' })
      expect(requests()).toBe(0)
    })

    test('a fatal error in flight: closed, unknown; a call after it: closed, not sent', async () => {
      const { backend, store, promptFailureOf, requests } = await start()
      backend.faults.on(isAnswer, 'drop')
      const result = store.execute({ value: 'hi' })
      await vi.waitFor(() => expect(requests()).toBe(1), 20_000)
      backend.faults.fatal('This deployment is gone.')
      expect(await promptFailureOf(result)).toMatchObject({ kind: 'closed', delivery: 'unknown' })
      expect(await failureOf(store.execute({ value: 'hi' }))).toMatchObject({
        kind: 'closed',
        delivery: 'not-sent',
      })
      expect(requests()).toBe(1)
    })

    test('an answer and a fatal error at the same time: the answer counts', async () => {
      const { backend, store, seen } = await start()
      backend.wire.subscribe(({ message, direction }) => {
        if (isAnswer(message, direction))
          queueMicrotask(() => backend.faults.fatal('This deployment is gone.'))
      })
      expect(await store.execute({ value: 'hi' })).toBe('hi')
      await macrotask()
      expect(seen()).toEqual(['idle', 'running', 'success'])
    })

    test('a token refused in flight: connection, unknown', async () => {
      const { backend, store, promptFailureOf, requests } = await start()
      backend.faults.on(isAnswer, 'drop')
      const result = store.execute({ value: 'hi' })
      await vi.waitFor(() => expect(requests()).toBe(1), 20_000)
      backend.faults.authError('The token expired.')
      expect(await promptFailureOf(result)).toMatchObject({ kind: 'connection', delivery: 'unknown' })
      expect(requests()).toBe(1)
    })

    test('a call while the client fetches a token: running, sent once the client has it', async () => {
      const { client, store, seen, requests } = await start()
      const giveToken = delayToken(client)
      const result = store.execute({ value: 'hi' })
      await macrotask()
      expect([store.getState().phase, requests()]).toEqual(['running', 0])
      giveToken()
      expect(await result).toBe('hi')
      expect(seen()).toEqual(['idle', 'running', 'success'])
      expect(requests()).toBe(1)
    })

    test('a call while the client fetches a token, and the socket dies: unknown, for the client still sends it, once', async () => {
      const { backend, client, store, promptFailureOf, requests } = await start()
      const giveToken = delayToken(client)
      const result = store.execute({ value: 'hi' })
      backend.faults.kill()
      expect(await promptFailureOf(result)).toMatchObject({ kind: 'connection', delivery: 'unknown' })
      giveToken()
      await vi.waitFor(() => expect(requests()).toBe(1), { timeout: 5000 })
      expect(store.getState().status).toBe('error')
    })

    test('two stores, one with a subscriber that throws: both settle', async () => {
      const { backend, client, store, promptFailureOf } = await start()
      vi.stubGlobal('reportError', () => {})
      onTestFinished(() => void vi.unstubAllGlobals())
      backend.faults.on(isAnswer, 'drop')
      const other = createActionStore(api.health.echo, { client })
      store.subscribe(() => {
        throw new Error('from a subscriber')
      })
      const results = [store.execute({ value: 1 }), other.execute({ value: 2 })]
      client.close()
      for (const result of results) {
        expect(await promptFailureOf(result)).toMatchObject({ kind: 'closed', delivery: 'unknown' })
      }
    })

    test("a ConvexError of the server's function is an application error with its message and data", async () => {
      const { client } = await start()
      const store = createActionStore(api.health.refuse, { client })
      const data = { code: 'taken', message: 'This name is taken.' }
      const error = await failureOf(store.execute({ data }))
      expect(error).toMatchObject({
        kind: 'application',
        delivery: 'responded',
        data,
        message: 'This name is taken.',
      })
      expect(error.requestId).toMatch(/^[0-9a-f]{16}$/)
    })

    test('a function that fails with a text of the client is still a server error', async () => {
      const backend = await startBackend({ mode: 'development' })
      const client = connect(backend.url)
      onTestFinished(() => client.close())
      const store = createActionStore(api.health.crash, { client })
      for (const text of [
        'Your account is disabled',
        'ConvexClient is disabled',
        'ConvexReactClient has already been closed.',
        '[CONVEX A(health:crash)] Connection lost while action was in flight',
      ]) {
        const error = await failureOf(store.execute({ text }))
        expect(error).toMatchObject({ kind: 'server', delivery: 'responded' })
        expect(error.message).toBe('Something went wrong on the server. Check before you try again.')
        expect(String((error.cause as Error).message)).toContain(text)
      }
    })

    test('a refusal of the server is a server error: a mutation, an internal function, wrong arguments, a wrong name', async () => {
      const { client } = await start()
      type Any = FunctionReference<'action'>
      const refused: [Any, object][] = [
        [api.health.save as unknown as Any, {}],
        [(api.health as unknown as { hidden: Any }).hidden, {}],
        [api.health.echo, { wrong: 'argument' }],
        [(api.health as unknown as { missing: Any }).missing, {}],
      ]
      for (const [reference, args] of refused) {
        const error = await failureOf(createActionStore(reference, { client }).execute(args))
        expect(error).toMatchObject({ kind: 'server', delivery: 'responded' })
        expect(error.requestId).toMatch(/^[0-9a-f]{16}$/)
      }
    })
  })
}

describe('with a disabled client', () => {
  test('an execution is unavailable, and no socket is opened', async () => {
    const backend = await startBackend()
    const { store, seen } = echoStore(new ConvexClient(backend.url, { disabled: true }))
    expect(await failureOf(store.execute({ value: 'hi' }))).toMatchObject({
      kind: 'unavailable',
      delivery: 'not-sent',
    })
    expect(seen()).toEqual(['idle', 'error'])
    expect(backend.wire.entries).toEqual([])
  })
})
