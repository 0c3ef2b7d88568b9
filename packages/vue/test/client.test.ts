import { createInterpreter } from '@convex-action/core/machine'
import { ConvexHttpClient } from 'convex/browser'
import { expect, test, vi } from 'vitest'
import { watch } from 'vue'
import { useConvexAction } from '../src/index.js'
import { backendUrl, connect, disturb, requests } from './backend-client.js'
import { api, inComponent } from './setup.js'

test('an action really runs, with the client that the plugin provides', async () => {
  const { result: email } = inComponent(() => useConvexAction(api.emails.send), connect())
  const promise = email.execute({ to: 'ada' })
  expect(email.phase.value).toBe('queued')
  expect(await promise).toEqual({ messageId: 'to-ada' })
  expect(email.status.value).toBe('success')
  expect(email.data.value).toEqual({ messageId: 'to-ada' })
})

test('the interpreter that the plugin provides runs every execution', async () => {
  const types: unknown[] = []
  const interpreter = createInterpreter({
    inspect: (event) => event.type === '@xstate.event' && types.push(event.event.type),
  })
  const { result: email } = inComponent(() => useConvexAction(api.emails.send), connect(), { interpreter })
  await email.execute({ to: 'ada' })
  expect(types).toEqual(['xstate.init', 'execute', 'connected', 'resolve'])
})

test('an action runs over HTTP too', async () => {
  const { result: email } = inComponent(
    () => useConvexAction(api.emails.send),
    new ConvexHttpClient(backendUrl, { logger: false }),
  )
  expect(await email.execute({ to: 'ada' })).toEqual({ messageId: 'to-ada' })
})

test('a refusal of the function is shown in its own words', async () => {
  const { result: email } = inComponent(() => useConvexAction(api.emails.send), connect())
  await expect(email.execute({ to: 'nobody' })).rejects.toThrow('There is no such address.')
  expect(email.error.value).toMatchObject({ kind: 'application', delivery: 'responded' })
})

test('a connection that is lost while the action runs is shown as unknown', async () => {
  const { result: hang } = inComponent(() => useConvexAction(api.emails.hang), connect())
  hang.execute()
  await vi.waitFor(async () => expect(await requests('emails:hang')).toHaveLength(1), 20_000)
  await disturb({ kill: true })
  await vi.waitFor(() => expect(hang.status.value).toBe('error'), 20_000)
  expect(hang.error.value).toMatchObject({ kind: 'connection', delivery: 'unknown' })
  expect(hang.inFlight.value).toBe(0)
})

/** An order that ends once its own gate is opened. */
function order(options: { retries?: { limit: number; delay: number } } = {}) {
  const client = connect()
  const { result } = inComponent(
    () => useConvexAction(api.orders.place, { callId: 'callId', progress: api.orders.step, ...options }),
    client,
  )
  const gate = crypto.randomUUID()
  return {
    client,
    gate,
    ...result,
    open: () => client.action(api.orders.open, { gate }),
    sent: async () => (await requests('orders:place')).filter(({ args }) => args[0]?.gate === gate),
  }
}

test('each execution gets its own call id, which reaches the server and is not part of the arguments', async () => {
  const { execute, open, gate, args, callId } = order()
  await open()
  const one = await execute({ item: 'tea', gate })
  expect(callId.value).toBe(one.callId)
  expect(args.value).toEqual({ item: 'tea', gate })
  expect((await execute({ item: 'tea', gate })).callId).not.toBe(one.callId)
})

test('an action shows its progress while it runs, and the last value stays', async () => {
  const { client, execute, open, gate, callId, progress, sent } = order()
  const done = execute({ item: 'tea', gate })
  for (const step of ['boiling', 'pouring']) {
    await client.mutation(api.orders.note, { callId: callId.value ?? '', step })
    await vi.waitFor(() => expect(progress.value).toEqual({ step }), 20_000)
  }
  await vi.waitFor(async () => expect(await sent()).toHaveLength(1), 20_000)
  await open()
  await done
  expect(progress.value).toEqual({ step: 'pouring' })
  execute({ item: 'cake', gate })
  expect(progress.value).toBeUndefined()
})

test('with retries, a lost connection leads to a wait and a second try under the same call id', async () => {
  const { execute, open, gate, status, phase, attempt, callId, sent } = order({
    retries: { limit: 3, delay: 1 },
  })
  const phases: unknown[] = []
  const done = execute({ item: 'tea', gate })
  const stop = watch([phase, attempt], (now) => phases.push(now), { flush: 'sync' })
  const id = callId.value
  await vi.waitFor(async () => expect(await sent()).toHaveLength(1), 20_000)
  await disturb({ kill: true })
  await vi.waitFor(async () => expect(await sent()).toHaveLength(2), { timeout: 5000 })
  await open()
  expect(await done).toEqual({ item: 'tea', callId: id, calls: 2 })
  stop()
  expect([status.value, attempt.value, callId.value]).toEqual(['success', 2, id])
  expect(phases).toContainEqual(['retrying', 1])
  expect(phases).toContainEqual(['running', 2])
})

test('"Try again" sends the same arguments under the same call id', async () => {
  const { execute, retry, open, gate, error, attempt, callId, sent } = order()
  execute({ item: 'tea', gate })
  const id = callId.value
  await vi.waitFor(async () => expect(await sent()).toHaveLength(1), 20_000)
  await disturb({ kill: true })
  await vi.waitFor(() => expect(error.value?.kind).toBe('connection'), 20_000)
  const again = retry()
  expect([error.value, callId.value, attempt.value]).toEqual([null, id, 1])
  await open()
  expect(await again).toEqual({ item: 'tea', callId: id, calls: 2 })
})

test('a call that is canceled while it waits for a connection is never sent', async () => {
  const { client, execute, cancel, open, gate, status, phase, sent } = order()
  await vi.waitFor(() => expect(client.connectionState().isWebSocketConnected).toBe(true), 20_000)
  await disturb({ refuse: true, kill: true })
  await vi.waitFor(() => expect(client.connectionState().isWebSocketConnected).toBe(false), 20_000)
  const promise = execute({ item: 'tea', gate })
  expect(phase.value).toBe('queued')
  cancel()
  expect(status.value).toBe('idle')
  await expect(promise).rejects.toMatchObject({ kind: 'canceled', delivery: 'not-sent' })
  await disturb({ refuse: false })
  window.dispatchEvent(new Event('online'))
  await open()
  expect((await execute({ item: 'cake', gate })).calls).toBe(1)
  expect((await sent()).map(({ args }) => args[0]?.item)).toEqual(['cake'])
})
