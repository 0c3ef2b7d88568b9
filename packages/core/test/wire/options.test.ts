import { createTestIssuer } from '@convex-action/local-backend'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type ActionState, createActionStore } from '../../src/index.js'
import { failureOf } from '../promises.js'
import { api } from './api.js'
import { clients, isOpen, type SocketClient, startBackend, until } from './backend.js'
import { isAnswer } from './messages.js'

for (const [name, connect] of Object.entries(clients)) {
  describe(`over a real socket of ${name}`, () => {
    const start = async (options: Parameters<typeof startBackend>[0] = {}) => {
      const backend = await startBackend(options)
      const client: SocketClient = connect(backend.url)
      onTestFinished(() => client.close())
      await until(client, isOpen)
      return {
        backend,
        client,
        sent: (path = 'health:echo') => backend.wire.requests(path).map(({ message }) => message.args[0]),
      }
    }

    const goOffline = async ({
      backend,
      client,
    }: Pick<Awaited<ReturnType<typeof start>>, 'backend' | 'client'>) => {
      backend.faults.refuse(true)
      backend.faults.disconnect()
      await until(client, (connection) => !isOpen(connection))
    }

    /** Waits until the connection is back and an action has gone through it. */
    const comeBack = async ({
      backend,
      client,
    }: Pick<Awaited<ReturnType<typeof start>>, 'backend' | 'client'>) => {
      backend.faults.refuse(false)
      expect(await client.action(api.health.ping, {})).toBe('pong')
    }

    test('option concurrency, drop: two clicks in one moment put one request on the wire', async () => {
      const { client, sent } = await start()
      const store = createActionStore(api.health.echo, { client, concurrency: 'drop' })
      const first = store.execute({ value: 1 })
      expect((await failureOf(store.execute({ value: 2 }))).kind).toBe('dropped')
      expect(await first).toBe(1)
      expect(sent()).toEqual([{ value: 1 }])
    })

    test('option concurrency, queue: each request is sent once the previous one is answered', async () => {
      const { backend, client } = await start()
      const store = createActionStore(api.health.echo, { client, concurrency: 'queue' })
      expect(await Promise.all([1, 2, 3].map((value) => store.execute({ value })))).toEqual([1, 2, 3])
      const order = backend.wire.entries
        .map(({ message }) => message.type)
        .filter((type) => type.startsWith('Action'))
      expect(order).toEqual([
        'Action',
        'ActionResponse',
        'Action',
        'ActionResponse',
        'Action',
        'ActionResponse',
      ])
    })

    test('field cancel: a queued call is never sent, even if the socket opens a moment later', async () => {
      const started = await start()
      await goOffline(started)
      const store = createActionStore(api.health.echo, { client: started.client })
      const result = store.execute({ value: 1 })
      store.cancel()
      expect(await failureOf(result)).toMatchObject({ kind: 'canceled', delivery: 'not-sent' })
      await comeBack(started)
      expect(started.sent()).toEqual([])
    })

    test('option timeout: a call that is queued until then is never sent, even if the socket opens a moment later', async () => {
      const started = await start()
      await goOffline(started)
      const store = createActionStore(api.health.echo, { client: started.client, timeout: 20 })
      expect(await failureOf(store.execute({ value: 1 }))).toMatchObject({
        kind: 'timeout',
        delivery: 'not-sent',
      })
      await comeBack(started)
      expect(started.sent()).toEqual([])
    })

    test('option timeout: a silent server does not keep an execution pending forever', async () => {
      const { backend, client } = await start()
      backend.faults.on(isAnswer, 'drop')
      const store = createActionStore(api.health.echo, { client, timeout: 50 })
      expect(await failureOf(store.execute({ value: 1 }))).toMatchObject({
        kind: 'timeout',
        delivery: 'unknown',
      })
    })

    test('option offline, fail: a call is refused without a connection and sent with one', async () => {
      const started = await start()
      const store = createActionStore(api.health.echo, { client: started.client, offline: 'fail' })
      await goOffline(started)
      expect(await failureOf(store.execute({ value: 1 }))).toMatchObject({
        kind: 'offline',
        delivery: 'not-sent',
      })
      await comeBack(started)
      expect(await store.execute({ value: 2 })).toBe(2)
      expect(started.sent()).toEqual([{ value: 2 }])
    })

    test('option offline, fail: waits for the very first handshake', async () => {
      const backend = await startBackend()
      const client: SocketClient = connect(backend.url)
      onTestFinished(() => client.close())
      const store = createActionStore(api.health.echo, { client, offline: 'fail' })
      expect(await store.execute({ value: 1 })).toBe(1)
    })

    test('option retries: a lost answer is requested again, with the same call id', async () => {
      const { backend, client, sent } = await start()
      backend.faults.on(isAnswer, 'kill', { times: 2 })
      const store = createActionStore(api.calls.walk, {
        client,
        callId: 'callId',
        retries: { limit: 2, delay: 1 },
      })
      const phases: string[] = []
      store.subscribe(({ phase, attempt }) => phase && phases.push(`${phase} ${attempt}`))
      const callId = await store.execute()
      expect(sent('calls:walk')).toEqual([{ callId }, { callId }, { callId }])
      expect(store.getState()).toMatchObject({ status: 'success', attempt: 3, callId })
      expect(phases).toEqual([
        'running 1',
        'retrying 1',
        'queued 2',
        'running 2',
        'retrying 2',
        'queued 3',
        'running 3',
      ])
    })

    test('option progress: each step is shown while the call is pending, and the subscription ends with the call', async () => {
      const { backend, client } = await start()
      const store = createActionStore(api.calls.walk, {
        client,
        callId: 'callId',
        progress: api.calls.progress,
      })
      const steps: ActionState['progress'][] = []
      store.subscribe(({ progress }) => steps.push(progress))
      backend.faults.on(isAnswer, { delay: 50 })
      await store.execute()
      expect(steps.at(-1)).toBe(3)
      const left = (entry: { message: { type: string; modifications?: { type: string }[] } }) =>
        entry.message.type === 'ModifyQuerySet' && entry.message.modifications?.[0]?.type === 'Remove'
      await backend.wire.waitFor(left)
    })

    test('option progress: a step that comes after the answer is not waited for, and not shown', async () => {
      const { backend, client } = await start()
      type Sent = { type: string; modifications?: { value?: unknown }[] }
      const isLastStep = ({ modifications }: Sent) => modifications?.some(({ value }) => value === 3) === true
      backend.faults.on((message, direction) => direction === 'out' && isLastStep(message as Sent), {
        delay: 100,
      })
      const store = createActionStore(api.calls.walk, {
        client,
        callId: 'callId',
        progress: api.calls.progress,
      })
      await store.execute()
      expect(store.getState()).toMatchObject({ status: 'success', progress: 2 })
      await backend.wire.waitFor(({ message }) => isLastStep(message as Sent))
      expect(await client.action(api.health.ping, {})).toBe('pong')
      expect(store.getState()).toMatchObject({ status: 'success', progress: 2 })
    })

    test('option progress: a query that fails is reported, and does not end the execution', async () => {
      const reported: unknown[] = []
      vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
      onTestFinished(() => void vi.unstubAllGlobals())
      const { backend, client } = await start()
      const store = createActionStore(api.calls.walk, {
        client,
        callId: 'callId',
        progress: api.calls.broken,
      })
      backend.faults.on(isAnswer, { delay: 50 })
      const callId = await store.execute()
      expect(store.getState()).toMatchObject({ status: 'success', data: callId, progress: undefined })
      expect(reported.map(String)).toEqual([expect.stringContaining('[CONVEX Q(calls:broken)]')])
    })

    test('option identity: the result of one user is never shown to the next, with two real tokens', async () => {
      const issuer = await createTestIssuer()
      const { backend, client } = await start({ auth: issuer })
      let user = 'ada'
      const signIn = async (next: string) => {
        user = next
        const token = await issuer.token(next)
        await new Promise<void>((resolve) =>
          client.setAuth(
            async () => token,
            () => resolve(),
          ),
        )
      }
      await signIn('ada')
      const store = createActionStore(api.calls.whoami, { client, identity: () => user })
      const seen = new Set<unknown>()
      store.subscribe(({ data, error }) => seen.add(data ?? error?.kind))
      expect(await store.execute()).toBe('ada')

      backend.faults.on(isAnswer, { delay: 100 }, { times: 1 })
      const late = store.execute()
      await vi.waitFor(() => expect(backend.runs('calls:whoami')).toBe(2), 20_000)
      await signIn('bob')
      store.identify()
      expect(store.getState()).toMatchObject({ status: 'idle', data: undefined })
      expect(await failureOf(late)).toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
      expect(await store.execute()).toBe('bob')
      expect([...seen]).toEqual([undefined, 'ada', 'bob'])
    })
  })
}
