import { createFakeClient } from '@convex-action/core/testing'
import { fireEvent, render, screen } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { createActionStore, useActionStore, useConvexAction } from '../src/index.js'
import { api } from './api.js'
import SendEmail from './components/SendEmail.svelte'
import StoreLine from './components/StoreLine.svelte'
import { contextOf, settle, withFake } from './setup.js'

const shownIn = ({ container }: { container: HTMLElement }) => container.querySelector('p')?.textContent

test('a component shows an action from start to end, and idle after reset', async () => {
  const client = createFakeClient()
  const page = render(SendEmail, { props: {}, context: contextOf(client) })
  const send = screen.getByRole<HTMLButtonElement>('button', { name: 'Send' })
  expect(shownIn(page)).toBe('idle')
  await fireEvent.click(send)
  expect([shownIn(page), send.disabled]).toEqual(['pending', true])
  client.resolve(api.emails.send, { messageId: 'm1' })
  await settle()
  expect([shownIn(page), send.disabled]).toEqual(['Sent as m1', false])
  await fireEvent.click(screen.getByRole('button', { name: 'Start again' }))
  expect(shownIn(page)).toBe('idle')
})

test("the core's store works with a dollar sign", async () => {
  const client = createFakeClient()
  const store = createActionStore(api.emails.send, { client })
  const page = render(StoreLine, { store })
  expect(shownIn(page)).toBe('idle ')
  store.execute({ to: 'ada' })
  client.resolve(api.emails.send, { messageId: 'm1' })
  await settle()
  expect(shownIn(page)).toBe('success m1')
})

test.each(['$store', 'useActionStore'])(
  'with %s, an unmounted component leaves no listener behind',
  async (how) => {
    const mounted: boolean[] = []
    const store = createActionStore(api.emails.send, {
      client: createFakeClient(),
      onExecute: (context) => mounted.push(context.mounted),
    })
    const page = how === '$store' ? render(StoreLine, { store }) : render(SendEmail, { props: { store } })
    store.execute({ to: 'ada' })
    page.unmount()
    await settle()
    store.execute({ to: 'ada' })
    expect(mounted).toEqual([true, false])
  },
)

test('outside a component, Svelte’s own error says so', () => {
  const client = createFakeClient()
  expect(() => useConvexAction(api.emails.send, { client })).toThrow('lifecycle_outside_component')
  expect(useActionStore(createActionStore(api.emails.send, { client })).status).toBe('idle')
})

test('a mounted component counts even if it reads no field', async () => {
  const told: unknown[] = []
  const { client, result, unmount } = withFake(() =>
    useConvexAction(api.emails.send, {
      onExecute: ({ mounted }) => told.push(['execute', mounted]),
      onSettled: (_data, _error, { mounted }) => told.push(['settled', mounted]),
    }),
  )
  result.execute({ to: 'ada' })
  client.resolve(api.emails.send, { messageId: 'm1' })
  await settle()
  result.execute({ to: 'bob' })
  unmount()
  client.resolve(api.emails.send, { messageId: 'm2' })
  await settle()
  expect(told).toEqual([
    ['execute', true],
    ['settled', true],
    ['execute', true],
    ['settled', false],
  ])
})
