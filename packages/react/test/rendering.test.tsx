import { createFakeClient } from '@convex-action/core/testing'
import { render } from '@testing-library/react'
import { type ReactNode, Suspense, startTransition, useEffect, useState } from 'react'
import { expect, test, vi } from 'vitest'
import {
  type ActionOptions,
  type ActionValues,
  type createActionStore,
  useConvexAction,
} from '../src/index.js'
import { after, api, createPause, provide, Waiting } from './setup.js'

interface Seen {
  email: ActionValues<ReturnType<typeof createActionStore<typeof api.send>>>
  /** Renders it with other options. */
  set(when: 'old' | 'new'): void
  /** The options of every render, including discarded renders. */
  rendered: string[]
  /** What callbacks received, and from which render their options were. */
  told: string[]
}

type Below = (when: 'old' | 'new') => ReactNode

function Email({ seen, below }: { seen: Seen; below: Below }) {
  const [when, set] = useState<'old' | 'new'>('old')
  const options: ActionOptions<typeof api.send> = {
    concurrency: when === 'new' ? 'drop' : 'parallel',
    onExecute: () => seen.told.push(`execute: ${when}`),
    onSuccess: () => seen.told.push(`success: ${when}`),
  }
  const email = useConvexAction(api.send, options)
  seen.rendered.push(when)
  useEffect(() => void Object.assign(seen, { email, set }))
  return (
    <p>
      {when} {email.inFlight} {below(when)}
    </p>
  )
}

/** Takes longer than React renders without a pause in a transition. */
function Slow({ meanwhile }: { meanwhile?(): void }) {
  meanwhile?.()
  const end = performance.now() + 60
  while (performance.now() < end);
  return null
}

/** Renders the screen with `below`. */
function show(below: Below) {
  const client = createFakeClient()
  const seen = { rendered: [], told: [] } as unknown as Seen
  const { container } = render(
    <Suspense fallback="wait">
      <Email seen={seen} below={below} />
    </Suspense>,
    { wrapper: provide(client) },
  )
  return { client, seen, shown: () => container.textContent?.trim() }
}

test('a component that suspends at first works like any other once it is mounted', async () => {
  const pause = createPause()
  const { client, seen, shown } = show(() => <Waiting {...pause} />)
  expect(shown()).toBe('wait')
  await after(pause.end)
  expect(shown()).toBe('old 0')
  await after(() => void seen.email.execute({ to: 'ada' }))
  expect(shown()).toBe('old 1')
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  expect(shown()).toBe('old 0')
  expect(seen.told).toEqual(['execute: old', 'success: old'])
})

test('an execution that settles while a fallback hides the component is shown when the component is back', async () => {
  const pause = createPause()
  const { client, seen, shown } = show((when) => when === 'new' && <Waiting {...pause} />)
  await after(() => void seen.email.execute({ to: 'ada' }))
  await after(() => seen.set('new'))
  expect(shown()).toMatch(/wait$/)
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  await after(pause.end)
  expect(shown()).toBe('new 0')
  expect(seen.email.data).toEqual({ messageId: 'm1' })
})

test('options of a transition that suspends and is abandoned are never used', async () => {
  const pause = createPause()
  const { client, seen, shown } = show((when) => when === 'new' && <Waiting {...pause} />)
  await after(() => void seen.email.execute({ to: 'ada' }))
  await after(() => startTransition(() => seen.set('new')))
  expect(seen.rendered).toContain('new')
  await after(() => void seen.email.execute({ to: 'bob' }))
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  expect(shown()).toBe('old 1')
  await after(() => seen.set('old'))
  await after(pause.end)
  await after(() => client.resolve(api.send, { messageId: 'm2' }))
  expect(shown()).toBe('old 0')
  expect(seen.told).toEqual(['execute: old', 'execute: old', 'success: old', 'success: old'])
})

test('options of a transition that a click interrupts are never used', async () => {
  const clicked = vi.fn(() => {
    seen.email.execute({ to: 'bob' })
    client.resolve(api.send, { messageId: 'm1' })
    seen.set('old')
  })
  // React has not rendered the second component by then.
  const below: Below = (when) =>
    when === 'new' && [
      <Slow key={1} meanwhile={() => queueMicrotask(clicked)} />,
      <Slow key={2} meanwhile={missed} />,
    ]
  const missed = vi.fn()
  const { client, seen, shown } = show(below)
  seen.email.execute({ to: 'ada' })
  startTransition(() => seen.set('new'))
  await vi.waitFor(() => expect(seen.told).toHaveLength(3), 20_000)
  expect(clicked).toHaveBeenCalledTimes(1)
  expect(missed).not.toHaveBeenCalled()
  expect(seen.rendered).toContain('new')
  await vi.waitFor(() => expect(shown()).toBe('old 1'), 20_000)
  expect(seen.told).toEqual(['execute: old', 'execute: old', 'success: old'])
})
