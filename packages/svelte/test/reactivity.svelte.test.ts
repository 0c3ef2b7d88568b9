import { createFakeClient } from '@convex-action/core/testing'
import { flushSync } from 'svelte'
import { expect, test, vi } from 'vitest'
import * as real from '../src/index.js'
import { createActionStore, useActionStore, useConvexAction } from '../src/index.js'
import { api } from './api.js'
import { oneSubscriber } from './flaws.svelte.js'
import type { Adapter } from './harness.svelte.js'
import { inComponent, settle, withFake } from './setup.js'

const sendEmail = () => useConvexAction(api.emails.send)

/** What effects that read one field or none saw while an e-mail was sent and another one started. */
async function effectsOf({ useConvexAction }: Adapter) {
  const seen: Record<'status' | 'data' | 'nothing', unknown[]> = { status: [], data: [], nothing: [] }
  const { client, result: email } = withFake(() => {
    const email = useConvexAction(api.emails.send)
    $effect(() => {
      seen.status.push(email.status)
    })
    $effect(() => {
      seen.data.push(email.data?.messageId)
    })
    $effect(() => {
      seen.nothing.push(typeof email)
    })
    return email
  })
  await settle()
  email.execute({ to: 'ada' })
  await settle()
  client.resolve(api.emails.send, { messageId: 'm1' })
  await settle()
  email.execute({ to: 'bob' })
  await settle()
  return seen
}

const once = {
  status: ['idle', 'pending', 'success', 'pending'],
  data: [undefined, 'm1'],
  nothing: ['object'],
}

test('an effect runs once at mount, and then only when a field that it reads changes', async () => {
  expect(await effectsOf(real)).toEqual(once)
})

test('with one subscriber for all fields, effects would run too often', async () => {
  const { data } = await effectsOf(oneSubscriber)
  expect(data.length).toBeGreaterThan(once.data.length)
})

test('a derived value follows its field, on the screen and in a handler', async () => {
  const { client, result } = withFake(() => {
    const email = sendEmail()
    const isAgain = $derived(email.error !== null)
    const seen: boolean[] = []
    $effect(() => {
      seen.push(isAgain)
    })
    return { email, seen, isAgain: () => isAgain }
  })
  const { email, seen, isAgain } = result
  email.execute({ to: 'nobody' })
  expect(isAgain()).toBe(false)
  client.reject(api.emails.send, new Error('down'))
  await settle()
  expect(isAgain()).toBe(true)
  email.reset()
  expect(isAgain()).toBe(false)
  await settle()
  expect(seen).toEqual([false, true, false])
})

test('a field that only a handler reads is current at each click', async () => {
  const { client, result } = withFake(() => {
    const email = sendEmail()
    const isBusy = $derived(email.pending)
    return { email, press: () => (isBusy ? undefined : email.execute({ to: 'ada' })) }
  })
  for (const presses of [1, 2]) {
    result.press()
    result.press()
    expect(client.calls(api.emails.send)).toHaveLength(presses)
    client.resolve(api.emails.send, { messageId: 'm1' })
    await settle()
  }
})

test('an effect that executes does not run again when an option or the user changes', async () => {
  let timeout = $state(1000)
  let user = $state('ada')
  let to = $state('ada')
  let told = $state(0)
  const { client } = withFake(() => {
    const email = useConvexAction(api.emails.send, () => ({
      timeout,
      identity: () => user,
      onExecute: () => told,
    }))
    $effect(() => {
      email.execute({ to })
    })
  })
  const sent = () => client.calls(api.emails.send).map(({ args }) => args.to)
  flushSync()
  timeout = 2000
  user = 'bob'
  told = 1
  flushSync()
  expect(sent()).toEqual(['ada'])
  to = 'cleo'
  flushSync()
  expect(sent()).toEqual(['ada', 'cleo'])
})

test('a getter of options is called again at each execute', async () => {
  let concurrency = $state<'parallel' | 'drop'>('parallel')
  const { client, result: email } = withFake(() => useConvexAction(api.emails.send, () => ({ concurrency })))
  email.execute({ to: 'ada' })
  email.execute({ to: 'bob' })
  concurrency = 'drop'
  await expect(email.execute({ to: 'cleo' })).rejects.toMatchObject({ kind: 'dropped' })
  expect(client.calls(api.emails.send)).toHaveLength(2)
})

test('methods may be destructured, and their effects show in the fields', async () => {
  const { client, result: email } = withFake(sendEmail)
  const { execute, retry, cancel, reset } = email
  execute({ to: 'ada' })
  client.reject(api.emails.send, new Error('down'))
  await settle()
  expect(email.error).toMatchObject({ kind: 'server', delivery: 'responded' })
  retry()
  expect([email.status, email.error, email.attempt]).toEqual(['pending', null, 1])
  client.resolve(api.emails.send, { messageId: 'm1' })
  await settle()
  const canceled = execute({ to: 'bob' })
  expect(email.inFlight).toBe(1)
  cancel()
  expect([email.status, email.data, email.inFlight]).toEqual(['idle', { messageId: 'm1' }, 0])
  await expect(canceled).rejects.toMatchObject({ kind: 'canceled', delivery: 'unknown' })
  reset()
  expect(email.data).toBeUndefined()
})

test('all fields can be read at once, for a log or a test', () => {
  const { result: email } = withFake(sendEmail)
  email.execute({ to: 'ada' })
  expect(email).toMatchObject({ status: 'pending', phase: 'running', args: { to: 'ada' }, inFlight: 1 })
})

test('a store can be shown outside components, in an effect root', async () => {
  const client = createFakeClient()
  const store = createActionStore(api.emails.send, { client })
  const subscribe = vi.spyOn(store, 'subscribe')
  const email = useActionStore(store)
  const seen: string[] = []
  const stop = $effect.root(() => {
    $effect(() => {
      seen.push(email.status)
    })
  })
  flushSync()
  email.execute({ to: 'ada' })
  flushSync()
  stop()
  await settle()
  email.reset()
  flushSync()
  expect(seen).toEqual(['idle', 'pending'])
  expect(email.status).toBe('idle')
  expect(subscribe).toHaveBeenCalledTimes(1)
})

test('an effect that is added after all effects were removed shows the current state', async () => {
  const store = createActionStore(api.emails.send, { client: createFakeClient() })
  const email = useActionStore(store)
  const look = () => {
    const seen: string[] = []
    const page = inComponent(() => {
      $effect(() => {
        seen.push(email.status)
      })
    })
    return { seen, ...page }
  }
  const former = look()
  former.unmount()
  await settle()
  store.execute({ to: 'ada' })
  const later = look()
  await settle()
  expect([former.seen, later.seen]).toEqual([['idle'], ['pending']])
})
