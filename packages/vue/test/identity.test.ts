import { createFakeClient } from '@convex-action/core/testing'
import { expect, inject, test, vi } from 'vitest'
import { ref } from 'vue'
import { useConvexAction } from '../src/index.js'
import { connect, requests } from './backend-client.js'
import { api, inComponent } from './setup.js'

const tokens = inject('tokens')

/** An app with a user who can change. `where`: whether the plugin or the option names the user. */
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
  'with identity from the %s, nothing of one user is shown to the next',
  async (where) => {
    const { client, signIn, execute, status, data, args, inFlight } = signedIn(where)
    const open = crypto.randomUUID()
    await client.action(api.orders.open, { gate: open })
    expect(await execute({ gate: open })).toEqual({ user: 'ada' })
    expect(data.value).toEqual({ user: 'ada' })

    const gate = crypto.randomUUID()
    const late = execute({ gate })
    const isHers = ({ args }: { args: Record<string, unknown>[] }) => args[0]?.gate === gate
    await vi.waitFor(
      async () => expect((await requests('orders:whoami')).filter(isHers)).toHaveLength(1),
      20_000,
    )
    signIn('bob')
    expect([status.value, data.value, args.value, inFlight.value]).toEqual(['idle', undefined, undefined, 0])

    const his = execute({ gate: open })
    await client.action(api.orders.open, { gate })
    await expect(late).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
    expect(await his).toEqual({ user: 'bob' })
    expect([status.value, data.value, inFlight.value]).toEqual(['success', { user: 'bob' }, 0])
  },
)

test('an unmounted component no longer calls identity', () => {
  const user = ref('ada')
  const identity = vi.fn(() => user.value)
  const page = inComponent(() => useConvexAction(api.emails.send), createFakeClient(), { identity })
  page.unmount()
  identity.mockClear()
  user.value = 'bob'
  expect(identity).not.toHaveBeenCalled()
})

test('after unmounting, onSuccess is not called with results of the previous user', async () => {
  const client = createFakeClient()
  const user = ref('ada')
  const onSuccess = vi.fn()
  const onError = vi.fn()
  const page = inComponent(() => useConvexAction(api.emails.send, { onSuccess, onError }), client, {
    identity: () => user.value,
  })
  const promise = page.result.execute({ to: 'ada' })
  page.unmount()
  user.value = 'bob'
  client.resolve(api.emails.send, { messageId: 'm1' })
  await expect(promise).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
  expect(onSuccess).not.toHaveBeenCalled()
  expect(onError.mock.calls[0]?.[1]).toEqual({ args: { to: 'ada' }, shown: false, mounted: false })
})
