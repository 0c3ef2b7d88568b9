import { expect, inject, test, vi } from 'vitest'
import { useConvexAction } from '../src/index.js'
import { api } from './api.js'
import { disturb, requests, withBackend } from './backend-client.js'

test('an action really runs, with the client of setupConvex', async () => {
  const { result: email } = withBackend(() => useConvexAction(api.emails.send))
  const promise = email.execute({ to: 'ada' })
  expect(email.phase).toBe('queued')
  expect(await promise).toEqual({ messageId: 'to-ada' })
  expect([email.status, email.data]).toEqual(['success', { messageId: 'to-ada' }])
})

test('form state can be passed as it is, and later typing is not sent', async () => {
  const form = $state({ to: 'ada' })
  const { result: email } = withBackend(() => useConvexAction(api.emails.send))
  const promise = email.execute(form)
  form.to = 'bob'
  expect(await promise).toEqual({ messageId: 'to-ada' })
})

test('a refusal of the function is shown in its own words', async () => {
  const { result: email } = withBackend(() => useConvexAction(api.emails.send))
  await expect(email.execute({ to: 'nobody' })).rejects.toThrow('There is no such address.')
  expect(email.error).toMatchObject({ kind: 'application', delivery: 'responded' })
})

test('a connection that is lost while the action runs is shown as unknown', async () => {
  const { result: hang } = withBackend(() => useConvexAction(api.emails.hang))
  hang.execute()
  await vi.waitFor(async () => expect(await requests('emails:hang')).toHaveLength(1), 20_000)
  await disturb({ kill: true })
  await vi.waitFor(() => expect(hang.status).toBe('error'), 20_000)
  expect(hang.error).toMatchObject({ kind: 'connection', delivery: 'unknown' })
})

test('an action shows its progress, outlives a lost connection, and is answered once under one call id', async () => {
  const phases: unknown[] = []
  const { result: delivery } = withBackend(() => {
    const delivery = useConvexAction(api.emails.deliver, {
      callId: 'callId',
      progress: api.emails.step,
      retries: { limit: 3, delay: 1 },
    })
    $effect.pre(() => {
      phases.push([delivery.phase, delivery.attempt])
    })
    return delivery
  })
  const done = delivery.execute({ to: 'ada' })
  const { callId } = delivery
  await vi.waitFor(() => expect(delivery.progress).toEqual({ step: 'at the door' }), 20_000)
  await disturb({ kill: true })
  expect(await done).toEqual({ callId, calls: 2 })
  expect([delivery.status, delivery.attempt, delivery.callId]).toEqual(['success', 2, callId])
  expect(phases).toContainEqual(['running', 1])
  expect(phases).toContainEqual(['running', 2])
  const sent = (await requests('emails:deliver')).map(({ args }) => args[0]?.callId)
  expect(sent).toEqual([callId, callId])
})

test('a call that is canceled while it waits for a connection is never sent', async () => {
  const { result } = withBackend((client) => ({ client, email: useConvexAction(api.emails.send) }))
  const { client, email } = result
  const isConnected = (is: boolean) =>
    vi.waitFor(() => expect(client.connectionState().isWebSocketConnected).toBe(is), 20_000)
  await isConnected(true)
  await disturb({ refuse: true, kill: true })
  await isConnected(false)
  const promise = email.execute({ to: 'tim' })
  expect(email.phase).toBe('queued')
  email.cancel()
  await expect(promise).rejects.toMatchObject({ kind: 'canceled', delivery: 'not-sent' })
  await disturb({ refuse: false })
  window.dispatchEvent(new Event('online'))
  await email.execute({ to: 'tom' })
  const sent = (await requests('emails:send')).map(({ args }) => args[0]?.to)
  expect(sent).toContain('tom')
  expect(sent).not.toContain('tim')
})

test.each(['setupConvexIdentity', 'the option'])(
  'with identity from %s, nothing of one user is shown to the next',
  async (where) => {
    const tokens = inject('tokens')
    let user = $state<'ada' | 'bob'>('ada')
    const identity = () => user
    const { result } = withBackend(
      (client) => ({
        client,
        who: useConvexAction(api.emails.whoami, where === 'the option' ? { identity } : {}),
      }),
      where === 'the option' ? undefined : identity,
    )
    const { client, who } = result
    const signIn = (name: 'ada' | 'bob') => {
      client.setAuth(async () => tokens[name])
      user = name
    }
    signIn('ada')
    expect(await who.execute()).toEqual({ user: 'ada' })
    signIn('bob')
    await vi.waitFor(() => expect([who.status, who.data]).toEqual(['idle', undefined]), 20_000)
    expect(await who.execute()).toEqual({ user: 'bob' })
    expect(who.data).toEqual({ user: 'bob' })
  },
)
