// @vitest-environment happy-dom
import { createFakeClient } from '@convex-action/core/testing'
import { convexPlugin } from '@convex-action/vue'
import { flushPromises, mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { api } from '~/convex/_generated/api'
import SendEmail from '../src/SendEmail.vue'

/** Shows the component, and presses its button. */
async function send() {
  const client = createFakeClient()
  const page = mount(SendEmail, { global: { plugins: [[convexPlugin, { client }]] } })
  await page.get('form').trigger('submit')
  return { client, page }
}

test('the screen says that the e-mail is on its way, then that it is sent', async () => {
  const { client, page } = await send()
  expect(page.text()).toContain('Sending to ada@example.com…')
  expect(client.calls(api.emails.send)).toMatchObject([{ args: { subject: 'Welcome!' } }])

  client.resolve(api.emails.send, { messageId: 'message-1' })
  await flushPromises()
  expect(page.text()).toContain('Sent to ada@example.com.')
})

test('where the connection breaks, the screen says that it may be sent all the same', async () => {
  const { client, page } = await send()
  client.disconnect()
  await vi.waitFor(() =>
    expect(page.text()).toContain(
      'The connection was lost. This may have gone through, or may still go through. Check before you try again.',
    ),
  )
  expect(page.text()).toContain('Ask ada@example.com whether it arrived.')
})
