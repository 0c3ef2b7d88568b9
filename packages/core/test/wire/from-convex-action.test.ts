import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createActor, setup, toPromise, waitFor } from 'xstate'
import { fromConvexAction, fromConvexMutation } from '../../src/machine.js'
import { failureOf } from '../promises.js'
import { api } from './api.js'
import { clients, isOpen, type SocketClient, startBackend, until } from './backend.js'
import { isAnswer } from './messages.js'

/** A machine that requests an echo while it is in its first state. */
const echoing = (client: SocketClient) =>
  setup({ actors: { echo: fromConvexAction(client, api.health.echo) } }).createMachine({
    initial: 'asking',
    states: {
      asking: {
        invoke: { src: 'echo', id: 'echo', input: { value: 'hi' }, onDone: 'answered', onError: 'failed' },
        on: { leave: 'left' },
      },
      answered: {},
      failed: {},
      left: {},
    },
  })

for (const [name, connect] of Object.entries(clients)) {
  describe(`an actor over a real socket of ${name}`, () => {
    const start = async () => {
      const backend = await startBackend()
      const client: SocketClient = connect(backend.url)
      onTestFinished(() => client.close())
      await until(client, isOpen)
      return { backend, client, requests: () => backend.wire.requests('health:echo').length }
    }
    type Started = Awaited<ReturnType<typeof start>>
    const goOffline = async ({ backend, client }: Started) => {
      backend.faults.refuse(true)
      backend.faults.disconnect()
      await until(client, (connection) => !isOpen(connection))
    }
    /** Waits until the connection is back and an action has gone through it. */
    const comeBack = async ({ backend, client }: Started) => {
      backend.faults.refuse(false)
      expect(await client.action(api.health.ping, {})).toBe('pong')
    }

    test('sends one request, and its output is the answer', async () => {
      const { client, requests } = await start()
      const actor = createActor(fromConvexAction(client, api.health.echo), { input: { value: 'hi' } }).start()
      expect(await toPromise(actor)).toBe('hi')
      expect(requests()).toBe(1)
    })

    test('fails as soon as the connection is gone: unknown', async () => {
      const { backend, client } = await start()
      backend.faults.on(isAnswer, 'kill', { times: 1 })
      const actor = createActor(fromConvexAction(client, api.health.echo), { input: { value: 'hi' } })
      const failure = failureOf(toPromise(actor))
      actor.start()
      expect(await failure).toMatchObject({ kind: 'connection', delivery: 'unknown' })
      expect(backend.runs('health:echo')).toBe(1)
    })

    test('that waits is never sent after its machine has left the state', async () => {
      const started = await start()
      await goOffline(started)
      const parent = createActor(echoing(started.client)).start()
      expect(parent.getSnapshot().children.echo?.getSnapshot().context.phase).toBe('queued')
      parent.send({ type: 'leave' })
      await comeBack(started)
      expect([parent.getSnapshot().value, started.requests()]).toEqual(['left', 0])
    })

    test('that waits is sent once when the connection is back, if its machine has stayed in the state', async () => {
      const started = await start()
      await goOffline(started)
      const parent = createActor(echoing(started.client)).start()
      started.backend.faults.refuse(false)
      await waitFor(parent, (snapshot) => snapshot.matches('answered'))
      expect(started.requests()).toBe(1)
    })

    test('is not sent again by a restored machine, which does not know its outcome', async () => {
      const { backend, client, requests } = await start()
      backend.faults.on(isAnswer, 'drop', { times: 1 })
      const parent = createActor(echoing(client)).start()
      await vi.waitFor(() => expect(backend.runs('health:echo')).toBe(1), 20_000)
      const snapshot = JSON.parse(JSON.stringify(parent.getPersistedSnapshot()))
      parent.stop()
      const restored = createActor(echoing(client), { snapshot }).start()
      expect(restored.getSnapshot().value).toBe('failed')
      expect(await client.action(api.health.ping, {})).toBe('pong')
      expect(requests()).toBe(1)
    })

    test('of a mutation gets the real result after the connection was lost, and runs once', async () => {
      const { backend, client } = await start()
      backend.faults.on(isAnswer, 'kill', { times: 1 })
      const input = { item: 'tea' }
      const actor = createActor(fromConvexMutation(client, api.orders.create), { input }).start()
      expect(await toPromise(actor)).toBe('ordered tea')
      expect(backend.runs('orders:create')).toBe(1)
    })
  })
}
