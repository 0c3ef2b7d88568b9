import { createFakeClient } from '@convex-action/core/testing'
import { render } from '@testing-library/react'
import { memo, useEffect } from 'react'
import { expect, test } from 'vitest'
import {
  ConvexActionProvider,
  type ConvexActionProviderProps,
  createActionStore,
  useActionStore,
  useConvexAction,
  useKeyedAction,
} from '../src/index.js'
import { after, api, provide } from './setup.js'

type Given = Omit<ConvexActionProviderProps, 'children'>

interface Watched {
  store: ReturnType<typeof createActionStore<typeof api.send>>
  seen: [what: string, value: unknown][]
}

function Pending({ store, seen }: Watched) {
  const pending = useActionStore(store, (state) => state.pending)
  useEffect(() => void seen.push(['pending', pending]))
  return null
}

function Sent({ store, seen }: Watched) {
  // A selector may be written inline and compute its result.
  const id = useActionStore(store, ({ data }) => data?.messageId ?? 'none')
  useEffect(() => void seen.push(['id', id]))
  return null
}

test('a component that selects one field renders only when that field changes', async () => {
  const client = createFakeClient()
  const watched: Watched = { store: createActionStore(api.send, { client }), seen: [] }
  render(
    <>
      <Pending {...watched} />
      <Sent {...watched} />
    </>,
  )
  await after(() => void watched.store.execute({ to: 'ada' }))
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  expect(watched.seen).toEqual([
    ['pending', false],
    ['id', 'none'],
    ['pending', true],
    ['pending', false],
    ['id', 'm1'],
  ])
})

/** What each committed render showed. */
const effects: string[] = []

const Row = memo(function Row({ store }: { store: { getState(): { data: unknown; status: string } } }) {
  const { status } = useActionStore(store)
  useEffect(() => void effects.push(`row ${status}`))
  return null
})

function List({ user, seen }: { user: string | null; seen: Record<string, unknown> }) {
  const emails = useKeyedAction(api.send)
  useEffect(() => {
    Object.assign(seen, { emails })
    effects.push(`${user}: ${emails.keys()} ${emails.counts.error}`)
  })
  return <Row store={emails.for('ada')} />
}

test('no render for the next user receives a key, a count or a row of the previous user', async () => {
  effects.length = 0
  const client = createFakeClient()
  const seen = {} as { emails: ReturnType<typeof useKeyedAction<typeof api.send>> }
  const page = (user: string) => (
    <ConvexActionProvider identity={user}>
      <List user={user} seen={seen} />
    </ConvexActionProvider>
  )
  const { rerender } = render(page('ada'), { wrapper: provide(client) })
  await after(() => void seen.emails.for('ada').execute({ to: 'ada' }))
  await after(() => client.reject(api.send, new Error('boom')))
  expect(effects).toContain('row error')
  expect(effects).toContain('ada: ada 1')
  effects.length = 0
  await after(() => rerender(page('bob')))
  expect(effects.length).toBeGreaterThan(0)
  expect(effects[0]).toMatch(/^row idle|bob: {2}0$/)
  expect(effects.filter((effect) => /error| 1$/.test(effect))).toEqual([])
  // Actions of the next user are shown, even in a row that was rendered before the store knew this user.
  await after(() => void seen.emails.for('ada').execute({ to: 'bob' }))
  expect(effects.at(-1)).not.toContain('error')
  expect(effects).toContain('row pending')
})

/** What each render of a component showed. */
interface Told<Values> {
  seen: Values[]
}

function Names({ seen }: Told<unknown[]>) {
  const { for: storeOf, keys, cancel, reset } = useKeyedAction(api.send)
  useEffect(() => void seen.push([storeOf, keys, cancel, reset]))
  return null
}

test('methods of keyed actions stay the same from render to render', async () => {
  const seen: unknown[][] = []
  const { rerender } = render(<Names seen={seen} />, { wrapper: provide(createFakeClient()) })
  rerender(<Names seen={seen} />)
  const [first = [], second = []] = seen
  expect(first).toHaveLength(4)
  for (const [index, method] of first.entries()) expect(second[index]).toBe(method)
})

type Execute = (args: { to: string }) => Promise<unknown>

const Email = memo(function Email({ seen }: Told<Execute>) {
  const { execute } = useConvexAction(api.send)
  useEffect(() => void seen.push(execute))
  return null
})

test('a prop that is removed or undefined has no effect', async () => {
  const seen: Execute[] = []
  const page = (given: Given) => (
    <ConvexActionProvider defaults={{ concurrency: 'drop' }}>
      <ConvexActionProvider {...given}>
        <Email seen={seen} />
      </ConvexActionProvider>
    </ConvexActionProvider>
  )
  const { rerender } = render(page({ defaults: {} }), { wrapper: provide(createFakeClient()) })
  const kindOf = (to: string) =>
    Promise.race([seen[0]?.({ to }), Promise.resolve('sent')]).catch(({ kind }) => kind)
  expect([await kindOf('ada'), await kindOf('bob')]).toEqual(['sent', 'sent'])
  rerender(page({ defaults: undefined }))
  expect(await kindOf('cleo')).toBe('dropped')
  rerender(page({ defaults: { concurrency: 'parallel' } }))
  expect(await kindOf('dora')).toBe('sent')
  rerender(page({}))
  expect(await kindOf('emma')).toBe('dropped')
})

test('a provider with only "ready" does not render the components below it again', () => {
  const seen: Execute[] = []
  const email = <Email seen={seen} />
  const page = (isReady: boolean) => <ConvexActionProvider ready={isReady}>{email}</ConvexActionProvider>
  const { rerender } = render(page(false), { wrapper: provide(createFakeClient()) })
  rerender(page(true))
  expect(seen).toHaveLength(1)
})

test('a user who came and went counts as the first user, even if no component was mounted', async () => {
  const seen: Execute[] = []
  const page = (user: string | null, isThere = true) => (
    <ConvexActionProvider identity={user} ready={false}>
      {isThere && <Email seen={seen} />}
    </ConvexActionProvider>
  )
  const { rerender } = render(page('ada', false), { wrapper: provide(createFakeClient()) })
  rerender(page(null))
  const late = seen[0]?.({ to: 'ada' })
  rerender(page('bob'))
  await expect(late).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
})
