import { createFakeClient } from '@convex-action/core/testing'
import { flushSync, tick } from 'svelte'
import { expect, onTestFinished, test, vi } from 'vitest'
import { setupConvexIdentity, useConvexAction } from '../src/index.js'
import { api } from './api.js'
import { inComponent, settle } from './setup.js'

const sent = { messageId: 'for ada' }

/** A page after an action, with a user who can change. */
async function signedIn(identity: () => unknown) {
  const client = createFakeClient()
  const screen: unknown[] = []
  const effects: unknown[] = []
  const told = vi.fn()
  const page = inComponent(() => {
    setupConvexIdentity(identity)
    const email = useConvexAction(api.emails.send, { onSuccess: told })
    $effect.pre(() => {
      screen.push([identity(), email.data?.messageId])
    })
    $effect(() => {
      effects.push([identity(), email.data?.messageId])
    })
    return email
  }, client)
  page.result.execute({ to: 'ada' })
  client.resolve(api.emails.send, sent)
  await settle()
  expect(page.result.data).toBe(sent)
  return { client, page, email: page.result, screen, effects, told }
}

test('data of one user is gone before the next paint, and no effect sees it together with the next user', async () => {
  let user = $state('ada')
  const { email, screen, effects } = await signedIn(() => user)
  user = 'bob'
  await tick()
  expect([email.status, email.data]).toEqual(['idle', undefined])
  expect(screen.at(-1)).toEqual(['bob', undefined])
  expect(effects).toEqual([
    ['ada', undefined],
    ['ada', 'for ada'],
    ['bob', undefined],
  ])
})

test('a user who changes before the component is mounted is noticed', async () => {
  let user = $state('ada')
  const client = createFakeClient()
  const { result: email } = inComponent(() => {
    const email = useConvexAction(api.emails.send, { identity: () => user })
    email.execute({ to: 'ada' })
    user = 'bob'
    return email
  }, client)
  expect(email.status).toBe('idle')
})

test('if identity throws later, nothing stays visible, and the error is reported', async () => {
  const report = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => report.mockRestore())
  let session = $state<{ user: string } | null>({ user: 'ada' })
  const client = createFakeClient()
  const identity = () => {
    if (session) return session.user
    throw new Error('Nobody is signed in.')
  }
  const { result: email } = inComponent(() => useConvexAction(api.emails.send, { identity }), client)
  email.execute({ to: 'ada' })
  client.resolve(api.emails.send, sent)
  await settle()
  session = null
  flushSync()
  expect([email.status, email.data]).toEqual(['idle', undefined])
  expect(report.mock.calls).toContainEqual([new Error('Nobody is signed in.')])
  session = { user: 'bob' }
  flushSync()
  email.execute({ to: 'bob' })
  client.resolve(api.emails.send, sent)
  await settle()
  expect(email.data).toBe(sent)
})

test('an unmounted component no longer calls identity', async () => {
  let user = $state('ada')
  const identity = vi.fn(() => user)
  const { page } = await signedIn(identity)
  page.unmount()
  await settle()
  identity.mockClear()
  user = 'bob'
  flushSync()
  expect(identity).not.toHaveBeenCalled()
})

test('after unmounting, onSuccess is not called with results of the previous user', async () => {
  let user = $state('ada')
  const { client, page, email, told } = await signedIn(() => user)
  told.mockClear()
  const promise = email.execute({ to: 'ada' })
  page.unmount()
  user = 'bob'
  client.resolve(api.emails.send, sent)
  await expect(promise).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
  expect(told).not.toHaveBeenCalled()
})
