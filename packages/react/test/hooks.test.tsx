import { createFakeClient } from '@convex-action/core/testing'
import { fireEvent, render, renderHook, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import {
  type ActionClient,
  type ActionOptions,
  createActionStore,
  useActionStore,
  useConvexAction,
} from '../src/index.js'
import { after, api, Boundary, inComponent, printed, provide } from './setup.js'

const useEmail = () => useConvexAction(api.send)

const idle = { status: 'idle', data: undefined, inFlight: 0 }

function CarelessButton() {
  const { execute, error } = useEmail()
  return (
    // @ts-expect-error an event is not what it takes
    <button type="button" onClick={execute}>
      {error?.message}
    </button>
  )
}

test('a handler that passes its event to execute sends nothing, and the screen says why', async () => {
  const client = createFakeClient()
  render(<CarelessButton />, { wrapper: provide(client) })
  fireEvent.click(screen.getByRole('button'))
  expect(screen.getByRole('button').textContent).toContain('DOM event')
  expect(client.calls(api.send)).toHaveLength(0)
})

test('an execution of a connected client takes two renders: one when it starts and one when it ends', async () => {
  const renders = vi.fn()
  const { client, result } = inComponent(() => {
    renders()
    return useEmail()
  })
  renders.mockClear()
  await after(() => void result.current.execute({ to: 'ada' }))
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  expect(result.current.status).toBe('success')
  expect(renders).toHaveBeenCalledTimes(2)
})

test('a running execution continues across renders with new options and a new reference each time', async () => {
  const told = vi.fn()
  const { client, result, rerender } = inComponent(
    ({ who }) => useConvexAction(api.send, { onSuccess: ({ messageId }) => told(who, messageId) }),
    { who: 'the first render' },
  )
  const { execute } = result.current
  await after(() => void execute({ to: 'ada' }))
  rerender({ who: 'the second render' })
  expect(result.current.execute).toBe(execute)
  expect(result.current.status).toBe('pending')
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  expect(result.current.data).toEqual({ messageId: 'm1' })
  expect(told.mock.calls).toEqual([['the second render', 'm1']])
})

test('another action starts a new state, and running executions of the previous action continue unseen', async () => {
  const settled = vi.fn()
  const { client, result, rerender } = inComponent(
    ({ name }: { name: 'send' | 'charge' }) =>
      useConvexAction(api[name] as typeof api.send, { onSettled: settled }),
    { name: 'send' },
  )
  const promise = result.current.execute({ to: 'ada' })
  rerender({ name: 'charge' })
  expect(result.current).toMatchObject(idle)
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  expect(await promise).toEqual({ messageId: 'm1' })
  expect(settled).toHaveBeenCalledTimes(1)
  expect(result.current).toMatchObject(idle)
  await after(() => void result.current.execute({ to: 'bob' }))
  expect(result.current.status).toBe('pending')
  expect(client.calls(api.charge)).toHaveLength(1)
})

test('another client starts a new state, and running executions over the previous client continue unseen', async () => {
  const former = createFakeClient()
  const own = createFakeClient()
  const { result, rerender } = renderHook(
    (options: ActionOptions<typeof api.send>) => useConvexAction(api.send, options),
    {
      wrapper: provide(former),
      initialProps: {},
    },
  )
  const promise = result.current.execute({ to: 'ada' })
  rerender({ client: own })
  expect(result.current).toMatchObject(idle)
  await after(() => former.resolve(api.send, { messageId: 'm1' }))
  expect(await promise).toEqual({ messageId: 'm1' })
  expect(result.current).toMatchObject(idle)
  await after(() => void result.current.execute({ to: 'bob' }))
  expect([former, own].map((client) => client.calls(api.send).length)).toEqual([1, 1])
})

test('a component that receives another store shows that store', async () => {
  const client = createFakeClient()
  const busy = createActionStore(api.send, { client })
  busy.execute({ to: 'ada' })
  const { result, rerender } = renderHook(({ store }) => useActionStore(store), {
    initialProps: { store: busy },
  })
  expect(result.current.status).toBe('pending')
  rerender({ store: createActionStore(api.send, { client }) })
  expect(result.current.status).toBe('idle')
  await after(() => client.resolve(api.send, { messageId: 'm1' }))
  expect(result.current.status).toBe('idle')
})

const Email = (options: ActionOptions<typeof api.send>) => useConvexAction(api.send, options).status

test('a missing provider is an error that says what to do', () => {
  printed()
  render(<Email />, { wrapper: Boundary })
  expect(document.body.textContent).toBe(
    'There is no Convex client. Wrap your app in <ConvexProvider client={client}> of convex/react.',
  )
})

test('an invalid option is an error that names it, even if it becomes invalid later', () => {
  printed()
  const client = createFakeClient()
  const { rerender } = render(<Email client={client} timeout={1000} />, { wrapper: Boundary })
  expect(document.body.textContent).toBe('idle')
  rerender(<Email client={client} timeout={-1} />)
  expect(document.body.textContent).toBe('Option "timeout" takes milliseconds from 1 to 2147483647.')
  render(<Email client={client} {...{ concurency: 'drop' }} />, { wrapper: Boundary })
  expect(document.body.textContent).toContain('Unknown option "concurency".')
})

const Wrong = (options: { client: ActionClient }) =>
  useConvexAction(undefined as unknown as typeof api.send, options).status

const Inline = () => {
  const { execute, status } = useConvexAction(api.send, { client: createFakeClient() })
  return (
    <button type="button" onClick={() => void execute({ to: 'ada' })}>
      {status}
    </button>
  )
}

test('a client that is created on every render is an error that says so', async () => {
  printed()
  render(<Inline />, { wrapper: Boundary })
  await after(() => fireEvent.click(screen.getByRole('button')))
  expect(document.body.textContent).toBe(
    'Option "client" changes on every render. Create the client outside the component.',
  )
})

const Later = ({ reference, client }: { reference: typeof api.send; client: ActionClient }) =>
  useConvexAction(reference, { client }).status

test('a reference that becomes undefined on a later render is an error that says so', () => {
  printed()
  const client = createFakeClient()
  const { rerender } = render(<Later reference={api.send} client={client} />, { wrapper: Boundary })
  expect(document.body.textContent).toBe('idle')
  rerender(<Later reference={undefined as unknown as typeof api.send} client={client} />)
  expect(document.body.textContent).toBe(
    'An action such as api.emails.send is needed, but this is undefined.',
  )
})

test('a reference that is not an action is an error that says so', () => {
  printed()
  render(<Wrong client={createFakeClient()} />, { wrapper: Boundary })
  expect(document.body.textContent).toBe(
    'An action such as api.emails.send is needed, but this is undefined.',
  )
})
