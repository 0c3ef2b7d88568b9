import { createFakeClient } from '@convex-action/core/testing'
import { fireEvent, render, screen } from '@testing-library/svelte'
import type { ConvexClient } from 'convex/browser'
import { setConvexClientContext } from 'convex-svelte'
import { expect, test } from 'vitest'
import { api } from '~/convex/_generated/api'
import SendEmail from '../src/SendEmail.svelte'

/** Shows the component below one that provides a client, and presses its button. */
async function send() {
  const client = createFakeClient<ConvexClient>()
  const WithClient: typeof SendEmail = (...below) => {
    setConvexClientContext(client)
    return SendEmail(...below)
  }
  render(WithClient)
  await fireEvent.click(screen.getByRole('button', { name: 'Send e-mail' }))
  return client
}

test('the screen says that the e-mail is on its way, then that it is sent', async () => {
  const client = await send()
  await screen.findByText('Sending to ada@example.com…')
  expect(client.calls(api.emails.send)).toMatchObject([{ args: { subject: 'Welcome!' } }])

  client.resolve(api.emails.send, { messageId: 'message-1' })
  await screen.findByText('Sent to ada@example.com.')
})

test('where the connection breaks, the screen says that it may be sent all the same', async () => {
  const client = await send()
  client.disconnect()
  await screen.findByText(
    'The connection was lost. This may have gone through, or may still go through. Check before you try again.',
  )
  await screen.findByText('Ask ada@example.com whether it arrived.')
})
