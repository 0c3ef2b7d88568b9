import { flushPromises } from '@vue/test-utils'
import { expect, inject, test, vi } from 'vitest'
import { ref } from 'vue'
import { useConvexAction } from '../src/index.js'
import { connect, requests } from './backend-client.js'
import { api, fakeClient, inComponent } from './setup.js'

const tokens = inject('tokens')

/** An app with a user who can change. `where`: whether the plugin or the option says who it is. */
function signedIn(where: 'plugin' | 'option') {
  const client = connect()
  const user = ref<'ada' | 'bob'>('ada')
  const signIn = (name: 'ada' | 'bob') => {
    client.setAuth(async () => tokens[name])
    user.value = name
  }
  signIn('ada')
  const identity = () => user.value
  const { result } = inComponent(
    () => useConvexAction(api.orders.whoami, where === 'option' ? { identity } : {}),
    client,
    where === 'plugin' ? { identity } : {},
  )
  return { client, signIn, ...result }
}

test.each(['plugin', 'option'] as const)(
  'with identity from the %s nothing of one user appears to the next',
  async (where) => {
    const { client, signIn, execute, status, data, args, inFlight } = signedIn(where)
    const open = crypto.randomUUID()
    await client.action(api.orders.open, { gate: open })
    expect(await execute({ gate: open })).toEqual({ user: 'ada' })
    expect(data.value).toEqual({ user: 'ada' })

    const gate = crypto.randomUUID()
    const late = execute({ gate })
    const isHers = ({ args }: { args: Record<string, unknown>[] }) => args[0]?.gate === gate
    await vi.waitFor(async () => expect((await requests('orders:whoami')).filter(isHers)).toHaveLength(1))
    signIn('bob')
    expect([status.value, data.value, args.value, inFlight.value]).toEqual(['idle', undefined, undefined, 1])

    const his = execute({ gate: open })
    await client.action(api.orders.open, { gate })
    await expect(late).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
    expect(await his).toEqual({ user: 'bob' })
    expect([status.value, data.value, inFlight.value]).toEqual(['success', { user: 'bob' }, 0])
  },
)

test('an error of the former user is gone at once too', async () => {
  const client = fakeClient()
  const user = ref('ada')
  const { result: email } = inComponent(() => useConvexAction(api.emails.send), client, {
    identity: () => user.value,
  })
  email.execute({ to: 'nobody' })
  client.calls[0]?.reject(new Error('[Request ID: r1] Server Error'))
  await flushPromises()
  expect(email.status.value).toBe('error')
  user.value = 'bob'
  expect([email.status.value, email.error.value]).toEqual(['idle', null])
})

test('an unmounted component no longer asks who the user is', () => {
  const user = ref('ada')
  const identity = vi.fn(() => user.value)
  const page = inComponent(() => useConvexAction(api.emails.send), fakeClient(), { identity })
  page.unmount()
  identity.mockClear()
  user.value = 'bob'
  expect(identity).not.toHaveBeenCalled()
})

test('after unmounting, what comes in for the former user is kept from callbacks of success', async () => {
  const client = fakeClient()
  const user = ref('ada')
  const onSuccess = vi.fn()
  const onError = vi.fn()
  const page = inComponent(() => useConvexAction(api.emails.send, { onSuccess, onError }), client, {
    identity: () => user.value,
  })
  const promise = page.result.execute({ to: 'ada' })
  page.unmount()
  user.value = 'bob'
  client.calls[0]?.resolve({ messageId: 'm1' })
  await expect(promise).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
  expect(onSuccess).not.toHaveBeenCalled()
  expect(onError.mock.calls[0]?.[1]).toEqual({ args: { to: 'ada' }, shown: false, mounted: false })
})

test('who knows that the user changed can say so', () => {
  const client = fakeClient()
  let user = 'ada'
  const { result: email } = inComponent(
    () => useConvexAction(api.emails.send, { identity: () => user }),
    client,
  )
  email.execute({ to: 'ada' })
  user = 'bob'
  expect(email.status.value).toBe('pending')
  email.identify()
  expect(email.status.value).toBe('idle')
})
