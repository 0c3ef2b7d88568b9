import { readFileSync } from 'node:fs'
import { createFakeClient } from '@convex-action/core/testing'
import { fireEvent, render, screen } from '@testing-library/svelte'
import type { ConvexClient } from 'convex/browser'
import { ConvexError } from 'convex/values'
import { setConvexClientContext } from 'convex-svelte'
import { expect, test } from 'vitest'
import { api } from '~/convex/_generated/api'
import SendForm from './guides/SendForm.svelte'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

test('a form of Svelte runs an action, shows that it is pending, and what became of it', async () => {
  const client = createFakeClient<ConvexClient>()
  const WithClient: typeof SendForm = (...below) => {
    setConvexClientContext(client)
    return SendForm(...below)
  }
  render(WithClient)
  const to = screen.getByLabelText<HTMLInputElement>('To')
  await fireEvent.input(to, { target: { value: 'ada@example.com' } })
  await fireEvent.input(screen.getByLabelText('Message'), { target: { value: 'Hi' } })
  await fireEvent.submit(to.form as HTMLFormElement)
  await screen.findByRole('button', { name: 'Sending…' })
  expect(client.calls(api.emails.send).map(({ args }) => args)).toEqual([
    { to: 'ada@example.com', subject: 'Hello', body: 'Hi' },
  ])
  client.reject(api.emails.send, new ConvexError('No such address.'))
  await screen.findByText('No such address.')
  expect(to.value).toBe('ada@example.com')

  await fireEvent.submit(to.form as HTMLFormElement)
  client.resolve(api.emails.send, { messageId: 'message-1' })
  await screen.findByText('Sent to ada@example.com.')
  await screen.findByRole('button', { name: 'Send' })
})

// The first is type-checked with the app, the others with the app of SvelteKit, whose own tests open the page.
test('the code of Svelte in the guide to forms is what is tested', () => {
  const pieces = [...read('../../../docs/guides/forms.md').matchAll(/```(?:svelte|ts)\n(.*?)```/gs)]
  const routes = '../../sveltekit/src/routes/form'
  expect(pieces.map(([, code]) => code)).toEqual([
    read('guides/SendForm.svelte'),
    read(`${routes}/+page.server.ts`),
    read(`${routes}/+page.svelte`),
  ])
})
