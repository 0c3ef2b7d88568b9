import { createFakeClient } from '@convex-action/core/testing'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { ConvexProvider, type ConvexReactClient } from 'convex/react'
import { afterEach, expect, test } from 'vitest'
import { api } from '~/convex/_generated/api'
import { SendEmail } from '../src/SendEmail.js'

afterEach(cleanup)

/** Shows the component, and presses its button. */
function send() {
  const client = createFakeClient<ConvexReactClient>()
  render(
    <ConvexProvider client={client}>
      <SendEmail />
    </ConvexProvider>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Send e-mail' }))
  return client
}

test('the screen says that the e-mail is on its way, then that it is sent', async () => {
  const client = send()
  await screen.findByText('Sending to ada@example.com…')
  expect(client.calls(api.emails.send)).toMatchObject([{ args: { subject: 'Welcome!' } }])

  client.resolve(api.emails.send, { messageId: 'message-1' })
  await screen.findByText('Sent to ada@example.com.')
})

test('where the connection breaks, the screen says that it may be sent all the same', async () => {
  const client = send()
  client.disconnect()
  await screen.findByText(
    'The connection was lost. This may have gone through, or may still go through. Check before you try again.',
  )
  await screen.findByText('Ask ada@example.com whether it arrived.')
})
