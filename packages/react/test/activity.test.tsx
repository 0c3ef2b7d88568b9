import { createFakeClient } from '@convex-action/core/testing'
import { render } from '@testing-library/react'
import { Activity, useEffect, useTransition } from 'react'
import { expect, test, vi } from 'vitest'
import {
  type ActionOptions,
  type ActionValues,
  ConvexIdentityProvider,
  type createActionStore,
  useConvexAction,
} from '../src/index.js'
import { after, api, inComponent, provide } from './setup.js'

// Exists since React 19.

type Execute = ActionValues<ReturnType<typeof createActionStore<typeof api.send>>>['execute']

interface Props {
  hear(execute: Execute): void
  options?: ActionOptions<typeof api.send>
}

function Email({ hear, options }: Props) {
  const { execute, status, data } = useConvexAction(api.send, options)
  useEffect(() => hear(execute), [hear, execute])
  return (
    <p>
      {status} {data?.messageId}
    </p>
  )
}

/** A screen that stays mounted while it is hidden. */
function kept() {
  const client = createFakeClient()
  let execute: Execute | undefined
  const hear = (heard: Execute) => {
    execute = heard
  }
  const screen = (mode: 'visible' | 'hidden', user = 'ada', options?: Props['options']) => (
    <ConvexIdentityProvider identity={user}>
      <Activity mode={mode}>
        <Email hear={hear} options={options} />
      </Activity>
    </ConvexIdentityProvider>
  )
  const { container, rerender } = render(screen('visible'), { wrapper: provide(client) })
  return {
    client,
    container,
    execute: () => execute?.({ to: 'ada' }),
    become: (...now: Parameters<typeof screen>) => after(() => rerender(screen(...now))),
  }
}

test('an execution that settles in a hidden Activity is shown when the Activity is visible again', async () => {
  const { client, container, execute, become } = kept()
  await after(() => void execute())
  await become('hidden')
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  await become('visible')
  expect(container.textContent).toBe('success m1')
  await after(() => void execute())
  expect(container.textContent).toBe('pending m1')
})

test('a hidden Activity counts as not mounted, and its newest callbacks are told so', async () => {
  const { client, execute, become } = kept()
  const onSuccess = vi.fn()
  await after(() => void execute())
  await become('hidden', 'ada', { onSuccess })
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  const context = { args: { to: 'ada' }, shown: true, mounted: false }
  expect(onSuccess.mock.calls).toEqual([[{ messageId: 'm1' }, context]])
})

test('a hidden Activity keeps no data of a user who signed out', async () => {
  const { client, container, execute, become } = kept()
  await after(() => void execute())
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  await become('hidden')
  expect(container.textContent).toBe('success m1')
  await become('hidden', 'bob')
  await become('hidden', 'bob', { timeout: 1000 })
  expect(container.textContent).toBe('idle ')
  await become('visible', 'bob')
  expect(container.textContent).toBe('idle ')
})

test('a transition that awaits an action is pending for as long as the action is', async () => {
  const { client, result } = inComponent(() => {
    const [isPending, startTransition] = useTransition()
    return { isPending, startTransition, email: useConvexAction(api.send) }
  })
  const { startTransition, email } = result.current
  await after(() => startTransition(async () => void (await email.execute({ to: 'ada' }))))
  expect(result.current).toMatchObject({ isPending: true, email: { status: 'pending' } })
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  expect(result.current).toMatchObject({ isPending: false, email: { status: 'success' } })
})
