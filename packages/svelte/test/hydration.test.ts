import { leaveBehind } from '@convex-action/conformance'
import { createFakeClient } from '@convex-action/core/testing'
import { fireEvent } from '@testing-library/svelte'
import { type ComponentProps, flushSync, hydrate, unmount } from 'svelte'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { createActionStore } from '../src/index.js'
import { api } from './api.js'
import SendEmail from './components/SendEmail.svelte'
import { contextOf, settle } from './setup.js'

/** Hydrates what a server rendered. Returns the page and the server's elements. */
function takeOver(options: { props: ComponentProps<typeof SendEmail>; context?: Map<string, unknown> }) {
  const target = document.createElement('main')
  target.innerHTML = inject('serverHtml')
  document.body.append(target)
  const [button, line] = ['button', 'p'].map((name) => target.querySelector(name))
  const component = hydrate(SendEmail, { target, ...options })
  onTestFinished(async () => {
    await unmount(component)
    target.remove()
  })
  const atFirst = target.innerHTML
  flushSync()
  return { atFirst, target, button: button as HTMLButtonElement, line }
}

test('a server-rendered page hydrates without changes, and works', async () => {
  const client = createFakeClient()
  const { target, button, line } = takeOver({ props: {}, context: contextOf(client) })
  // In production a mismatch is silent: the page would be created anew.
  expect(target.innerHTML).toBe(inject('serverHtml'))
  expect([target.querySelector('button'), target.querySelector('p')]).toEqual([button, line])
  await fireEvent.click(button)
  expect([line?.textContent, button.disabled]).toEqual(['pending', true])
  client.resolve(api.emails.send, { messageId: 'm1' })
  await settle()
  expect(target.querySelector('p')?.textContent).toBe('Sent as m1')
})

test('a store that ran before hydration is shown in its current state', async () => {
  const client = createFakeClient()
  const store = createActionStore(api.emails.send, { client })
  store.execute({ to: 'ada' })
  const { button, line } = takeOver({ props: { store } })
  expect([line?.textContent, button.disabled]).toEqual(['pending', true])
  client.resolve(api.emails.send, { messageId: 'm1' })
  await settle()
  expect(button.disabled).toBe(false)
})

test('a call from before the reload is idle during hydration and is resumed after it, without a warning', async () => {
  const complaints = (['warn', 'error'] as const).map((level) => vi.spyOn(console, level))
  const { options } = leaveBehind()
  const client = createFakeClient()
  const { atFirst, button, line } = takeOver({ props: { options }, context: contextOf(client) })
  expect(atFirst).toBe(inject('serverHtml'))
  await settle()
  expect([line?.textContent, button.disabled]).toEqual(['pending', true])
  expect(complaints.flatMap(({ mock }) => mock.calls)).toEqual([])
  for (const spy of complaints) spy.mockRestore()
  vi.unstubAllGlobals()
})
