import { createFakeClient } from '@convex-action/core/testing'
import { render } from '@testing-library/react'
import { Suspense, startTransition, useEffect, useState } from 'react'
import { expect, test, vi } from 'vitest'
import {
  type ActionOptions,
  type ActionValues,
  ConvexIdentityProvider,
  type createActionStore,
  useConvexAction,
} from '../src/index.js'
import { after, api, createPause, provide, Waiting } from './setup.js'

type Options = ActionOptions<typeof api.send>
type Values = ActionValues<ReturnType<typeof createActionStore<typeof api.send>>>

interface Seen {
  email: Values
  /** What each committed render showed, and for which user. */
  shown: [user: string, data: Values['data']][]
  signIn(user: string): void
  leave(): void
}

function Email({ user, seen, options }: { user: string; seen: Seen; options: Options }) {
  const email = useConvexAction(api.send, options)
  useEffect(() => {
    seen.email = email
    seen.shown.push([user, email.data])
  })
  return null
}

interface Props {
  options: Options
  seen: Seen
  /** Suspends, as a screen may that another user sees at first. */
  wait(): void
}

function App({ options, seen, wait }: Props) {
  const [user, signIn] = useState('ada')
  const [isThere, setThere] = useState(true)
  useEffect(() => void Object.assign(seen, { signIn, leave: () => setThere(false) }), [seen])
  return (
    <ConvexIdentityProvider identity={user}>
      {isThere && <Email user={user} seen={seen} options={options} />}
      {user === 'bob' && <Waiting wait={wait} />}
    </ConvexIdentityProvider>
  )
}

/** An app whose user is Ada at first, with one component. */
function signedIn({ wait = () => {}, ...options }: Options & { wait?(): void } = {}) {
  const client = createFakeClient()
  const seen = { shown: [] } as unknown as Seen
  render(
    <Suspense>
      <App options={options} seen={seen} wait={wait} />
    </Suspense>,
    { wrapper: provide(client) },
  )
  return { client, seen }
}

test('no effect of the next user receives data of the previous user', async () => {
  const { client, seen } = signedIn()
  await after(() => void seen.email.execute({ to: 'ada' }))
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  expect(seen.shown).toContainEqual(['ada', { messageId: 'm1' }])
  await after(() => seen.signIn('bob'))
  const hisOnes = seen.shown.filter(([user]) => user === 'bob')
  expect(hisOnes.length).toBeGreaterThan(0)
  expect(hisOnes.filter(([, data]) => data)).toEqual([])
})

test('an unmounted component leaves nothing to be sent for the next user', async () => {
  const { client, seen } = signedIn()
  client.disconnect()
  const late = seen.email.execute({ to: 'ada' })
  await after(seen.leave)
  await after(() => seen.signIn('bob'))
  await after(client.connect)
  await expect(late).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
  expect(client.calls(api.send)).toHaveLength(0)
})

test('an unmounted component receives no results of another user', async () => {
  const onSuccess = vi.fn()
  const onError = vi.fn()
  const { client, seen } = signedIn({ onSuccess, onError })
  const late = seen.email.execute({ to: 'ada' })
  await after(seen.leave)
  await after(() => seen.signIn('bob'))
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  await expect(late).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
  expect(onSuccess).not.toHaveBeenCalled()
  expect(onError.mock.calls[0]?.[1]).toEqual({ args: { to: 'ada' }, shown: false, mounted: false })
})

test('the user of a pending transition is not the current user yet', async () => {
  const pause = createPause()
  const { client, seen } = signedIn({ wait: pause.wait })
  const promise = seen.email.execute({ to: 'ada' })
  await after(() => startTransition(() => seen.signIn('bob')))
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  expect(await promise).toEqual({ messageId: 'm1' })
  expect(seen.email.data).toEqual({ messageId: 'm1' })
  await after(pause.end)
  expect(seen.email).toMatchObject({ status: 'idle', data: undefined })
})
