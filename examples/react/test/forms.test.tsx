import { createFakeClient } from '@convex-action/core/testing'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { ConvexProvider, type ConvexReactClient } from 'convex/react'
import { ConvexError } from 'convex/values'
import { afterEach, expect, test, vi } from 'vitest'
import { api } from '~/convex/_generated/api'
import { SendForm } from './guides/SendForm.js'

afterEach(cleanup)

function open() {
  const client = createFakeClient<ConvexReactClient>()
  render(
    <ConvexProvider client={client}>
      <SendForm />
    </ConvexProvider>,
  )
  const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name)
  const send = async () => {
    fireEvent.change(field('To'), { target: { value: 'ada@example.com' } })
    fireEvent.change(field('Message'), { target: { value: 'Hi' } })
    fireEvent.submit(field('To').form as HTMLFormElement)
    await screen.findByRole('button', { name: 'Sending…' })
    // Until there is an answer, not only until the form action was called.
    await new Promise((resolve) => setTimeout(resolve, 20))
    screen.getByRole('button', { name: 'Sending…' })
  }
  return { client, field, send }
}

test('a form action of React runs an action; useFormStatus shows that it is pending, and the form is empty again', async () => {
  const { client, field, send } = open()
  await send()
  expect(client.calls(api.emails.send).map(({ args }) => args)).toEqual([
    { to: 'ada@example.com', subject: 'Hello', body: 'Hi' },
  ])
  client.resolve(api.emails.send, { messageId: 'message-1' })
  await screen.findByText('Sent to ada@example.com.')
  await screen.findByRole('button', { name: 'Send' })
  expect([field('To').value, field('Message').value]).toEqual(['', ''])
})

test('where the action fails, the form says so, keeps what was entered, and no error boundary is needed', async () => {
  const { client, field, send } = open()
  await send()
  client.reject(api.emails.send, new ConvexError('No such address.'))
  await screen.findByText('No such address.')
  await screen.findByRole('button', { name: 'Send' })
  await vi.waitFor(() =>
    expect([field('To').value, field('Message').value]).toEqual(['ada@example.com', 'Hi']),
  )
})
