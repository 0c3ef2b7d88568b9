import type { ConvexClient } from 'convex/browser'
import { actionGeneric, makeFunctionReference } from 'convex/server'
import { ConvexError, v } from 'convex/values'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type ActionClient, createActionStore, createMutationStore } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import type { send } from '../actions.js'
import { api } from './api.js'
import { clients, isOpen, startBackend, until } from './backend.js'

/** A server and its network, real or fake, that follow a script. */
interface Stage {
  client: ActionClient
  /** Waits until the newest call has arrived. */
  arrived(): Promise<void>
  answer(messageId: string): void
  refuse(error: Error): void
  lose(): Promise<void>
  /** Lets the connection come back, or open for the first time. */
  connect(): void
  close(): unknown
}

const held = makeFunctionReference('held:send') as typeof send

function fakeStage(): Stage {
  const client = createFakeClient({ connected: false })
  return {
    client,
    arrived: async () => expect(client.calls(held).length).toBeGreaterThan(0),
    answer: (messageId) => client.resolve(held, { messageId }),
    refuse: (error) => client.reject(held, error),
    lose: async () => client.disconnect(),
    connect: client.connect,
    close: client.close,
  }
}

async function realStage(): Promise<Stage> {
  interface Call {
    resolve(result: { messageId: string }): void
    reject(error: Error): void
  }
  const calls: Call[] = []
  const send = actionGeneric({
    args: { to: v.string() },
    handler: () => new Promise<{ messageId: string }>((resolve, reject) => calls.push({ resolve, reject })),
  })
  const backend = await startBackend({ modules: { './convex/held.ts': async () => ({ send }) } })
  backend.faults.refuse(true)
  const client = clients.ConvexClient(backend.url) as ConvexClient
  onTestFinished(() => client.close())
  return {
    client,
    arrived: () => vi.waitFor(() => expect(calls).not.toEqual([]), 20_000),
    answer: (messageId) => calls.shift()?.resolve({ messageId }),
    refuse: (error) => calls.shift()?.reject(error),
    async lose() {
      backend.faults.refuse(true)
      backend.faults.disconnect()
      await until(client, (connection) => !isOpen(connection))
      calls.length = 0
    },
    connect: () => backend.faults.refuse(false),
    close: () => client.close(),
  }
}

/** Plays a user's session. Returns what was on the screen, and all that a user can know about an error. */
async function play({ client, arrived, answer, refuse, lose, connect, close }: Stage) {
  const store = createActionStore(held, { client })
  const seen: { word: string }[] = []
  store.subscribe(({ status, phase, data, error, attempt, inFlight }) => {
    const { kind, delivery, message, data: told } = error ?? {}
    seen.push({
      word: kind ?? phase ?? status,
      ...{ status, phase, data, attempt, inFlight, kind, delivery, message, told },
    })
  })
  const running = async () => {
    await vi.waitFor(() => expect(store.getState().phase).toBe('running'), { timeout: 10_000 })
    await arrived()
  }
  const execute = async (to: string) => {
    const promise = store.execute({ to })
    await running()
    return { ended: () => promise.catch(() => {}) }
  }

  store.execute({ to: 'ada' })
  expect(store.getState().phase).toBe('queued')
  connect()
  await running()
  answer('m1')
  await vi.waitFor(() => expect(store.getState().status).toBe('success'), 20_000)

  for (const error of [new ConvexError({ message: 'There is no such address.' }), new Error('A secret.')]) {
    const { ended } = await execute('nobody')
    refuse(error)
    await ended()
  }

  const lost = await execute('bob')
  await lose()
  await lost.ended()

  store.execute({ to: 'cleo' })
  expect(store.getState().phase).toBe('queued')
  connect()
  await running()
  answer('m2')
  await vi.waitFor(() => expect(store.getState().status).toBe('success'), 20_000)

  const cutOff = await execute('dora')
  close()
  await cutOff.ended()
  await store.execute({ to: 'eve' }).catch(() => {})
  return seen
}

describe('the fake client and the real one', { timeout: 30_000 }, () => {
  test('show the same for answers, refusals, a lost connection, waiting for a connection, and a closed client', async () => {
    const real = await play(await realStage())
    expect(await play(fakeStage())).toEqual(real)
    const words = real.map(({ word }) => word).join(', ')
    expect(words).toBe(
      [
        'idle, queued, running, success',
        'running, application, running, server, running, connection',
        'queued, running, success, running, closed, closed',
      ].join(', '),
    )
  })

  test('show the same for a mutation that outlives its connection', async () => {
    const fake = createFakeClient()
    const backend = await startBackend()
    const client = clients.ConvexClient(backend.url)
    onTestFinished(() => client.close())
    await until(client, isOpen)
    const save = api.health.save
    const shown = async (on: ActionClient, happen: () => void) => {
      const store = createMutationStore(save, { client: on })
      const seen: unknown[] = []
      store.subscribe(({ status, phase, data }) => seen.push([phase ?? status, data]))
      const saved = store.mutate()
      happen()
      await saved
      return seen
    }

    backend.faults.on(({ type }, direction) => direction === 'in' && type === 'Mutation', 'kill', {
      times: 1,
    })
    const real = await shown(client, () => {})
    const faked = await shown(fake, () => {
      fake.disconnect()
      fake.connect()
      fake.resolve(save, null)
    })
    expect(faked).toEqual(real)
    expect(real).toEqual([
      ['idle', undefined],
      ['running', undefined],
      ['success', null],
    ])
  })
})
