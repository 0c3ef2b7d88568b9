import { configure, renderHook, waitFor } from '@testing-library/react'
import { ConvexHttpClient } from 'convex/browser'
import { ConvexReactClient } from 'convex/react'
import { type ApiFromModules, anyApi, type FilterApi, type FunctionReference } from 'convex/server'
import { expect, inject, onTestFinished, test } from 'vitest'
import { type ActionOptions, useConvexAction } from '../src/index.js'
import type * as orders from './convex/orders.js'
import { provide } from './setup.js'

// biome-ignore lint/suspicious/noExplicitAny: the form of convex's own generated code
type Public = FunctionReference<any, 'public'>
const api = anyApi as unknown as FilterApi<ApiFromModules<{ orders: typeof orders }>, Public>

// A client waits about a second before it connects again.
configure({ asyncUtilTimeout: 10_000 })

const backendUrl = inject('backendUrl')
const silent = { logVerbose() {}, log() {}, warn() {}, error() {} }

/** The orders of an item that reached the server, by call id. */
async function received(item: string): Promise<string[]> {
  const { entries } = await (await fetch(`${backendUrl}/_local/wire`)).json()
  return (entries as { message: { type: string; args?: { item?: string; callId: string }[] } }[])
    .filter(({ message }) => message.type === 'Action' && message.args?.[0]?.item === item)
    .map(({ message }) => message.args?.[0]?.callId ?? '')
}

/** Causes a fault between the client and the server. */
async function disturb(faults: { kill?: true; refuse?: boolean }): Promise<void> {
  await fetch(`${backendUrl}/_local/faults`, { method: 'POST', body: JSON.stringify(faults) })
}

type Options = ActionOptions<typeof api.orders.place, 'callId', typeof api.orders.step>

/** A component of an app with a real client, that places orders. */
function shop(options: Pick<Options, 'retries' | 'progress'> = {}) {
  const client = new ConvexReactClient(backendUrl, { logger: silent, unsavedChangesWarning: false })
  onTestFinished(() => client.close())
  const shown: string[] = []
  const { result } = renderHook(
    () => {
      const order = useConvexAction(api.orders.place, { callId: 'callId', ...options })
      shown.push(order.phase ?? order.status)
      return order
    },
    { wrapper: provide(client) },
  )
  // Each test has its own item, because all tests share a server.
  return { client, result, shown, item: crypto.randomUUID() }
}

test('the first execution waits for the connection, runs, and succeeds', async () => {
  const { client, result, shown, item } = shop()
  const promise = result.current.execute({ item })
  await waitFor(() => expect(result.current.phase).toBe('running'))
  await client.mutation(api.orders.letThrough, { item })
  const data = await promise
  await waitFor(() => expect(result.current.status).toBe('success'))
  expect(result.current.data).toBe(data)
  expect(shown).toEqual(['idle', 'queued', 'running', 'success'])
})

test('an execution over an open connection renders twice', async () => {
  const { client, result, shown, item } = shop()
  await client.mutation(api.orders.letThrough, { item })
  await result.current.execute({ item })
  await waitFor(() => expect(result.current.status).toBe('success'))
  expect(shown).toEqual(['idle', 'running', 'success'])
})

test('a refusal of the function is shown in its own words', async () => {
  const { result } = shop()
  await expect(result.current.execute({ item: 'nothing' })).rejects.toThrow('There is no such thing.')
  await waitFor(() => expect(result.current.error?.message).toBe('There is no such thing.'))
})

test('an action shows its progress while it runs', async () => {
  const { client, result, item } = shop({ progress: api.orders.step })
  result.current.execute({ item })
  await waitFor(() => expect(result.current.phase).toBe('running'))
  for (const step of ['boiling', 'pouring']) {
    await client.mutation(api.orders.note, { callId: result.current.callId ?? '', step })
    await waitFor(() => expect(result.current.progress).toEqual({ step }))
  }
  await client.mutation(api.orders.letThrough, { item })
  await waitFor(() => expect(result.current.status).toBe('success'))
  expect(result.current.progress).toEqual({ step: 'pouring' })
})

test('a connection that is lost during an execution is shown, and "Try again" keeps the call id', async () => {
  const { client, result, item } = shop()
  result.current.execute({ item })
  await waitFor(async () => expect(await received(item)).toHaveLength(1))
  await disturb({ kill: true })
  await waitFor(() => expect(result.current.error).toMatchObject({ kind: 'connection', delivery: 'unknown' }))
  const again = result.current.retry()
  await client.mutation(api.orders.letThrough, { item })
  const [first] = await received(item)
  expect(await again).toEqual({ item, callId: first })
})

test('with retries, a lost connection leads to a wait and a second try under the same call id', async () => {
  const { client, result, shown, item } = shop({ retries: { limit: 3, delay: 1 } })
  const promise = result.current.execute({ item })
  await waitFor(async () => expect(await received(item)).toHaveLength(1))
  await disturb({ kill: true })
  await waitFor(async () => expect(await received(item)).toHaveLength(2))
  await client.mutation(api.orders.letThrough, { item })
  const { callId } = await promise
  expect(await received(item)).toEqual([callId, callId])
  await waitFor(() => expect(result.current).toMatchObject({ status: 'success', attempt: 2 }))
  expect(shown).toContain('retrying')
})

test('a call that is canceled while it waits for a connection is never sent', async () => {
  const { client, result, item } = shop()
  await client.mutation(api.orders.letThrough, { item: 'cake' })
  await disturb({ refuse: true, kill: true })
  await waitFor(() => expect(client.connectionState().isWebSocketConnected).toBe(false))
  const promise = result.current.execute({ item })
  await waitFor(() => expect(result.current.phase).toBe('queued'))
  result.current.cancel()
  await expect(promise).rejects.toMatchObject({ kind: 'canceled', delivery: 'not-sent' })
  await disturb({ refuse: false })
  window.dispatchEvent(new Event('online'))
  await result.current.execute({ item: 'cake' })
  expect(await received(item)).toEqual([])
})

test('an action runs over HTTP too', async () => {
  const client = new ConvexHttpClient(backendUrl, { logger: false })
  const { result } = renderHook(() => useConvexAction(api.orders.place, { client, callId: 'callId' }))
  await expect(result.current.execute({ item: 'nothing' })).rejects.toMatchObject({ kind: 'application' })
  await waitFor(() => expect(result.current.error?.message).toBe('There is no such thing.'))
})
