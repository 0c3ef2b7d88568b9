// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { createFakeClient } from '@convex-action/core/testing'
import { convexPlugin } from '@convex-action/vue'
import { flushPromises, mount } from '@vue/test-utils'
import { ConvexError } from 'convex/values'
import { expect, test, vi } from 'vitest'
import { api } from '~/convex/_generated/api'
import SendForm from './guides/SendForm.vue'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

test('a form of Vue runs an action, shows that it is pending, and what became of it; Vue warns of nothing', async () => {
  const warn = vi.spyOn(console, 'warn')
  const client = createFakeClient()
  const page = mount(SendForm, { global: { plugins: [[convexPlugin, { client }]] } })
  await page.get('input').setValue('ada@example.com')
  await page.get('textarea').setValue('Hi')
  await page.get('form').trigger('submit')
  expect(page.get('button').text()).toBe('Sending…')
  expect(client.calls(api.emails.send).map(({ args }) => args)).toEqual([
    { to: 'ada@example.com', subject: 'Hello', body: 'Hi' },
  ])
  client.reject(api.emails.send, new ConvexError('No such address.'))
  await flushPromises()
  expect(page.get('p').text()).toBe('No such address.')
  expect(page.get('input').element.value).toBe('ada@example.com')

  await page.get('form').trigger('submit')
  client.resolve(api.emails.send, { messageId: 'message-1' })
  await flushPromises()
  expect([page.get('p').text(), page.get('button').text()]).toEqual(['Sent to ada@example.com.', 'Send'])
  expect(warn).not.toHaveBeenCalled()
})

// It is type-checked with the app.
test('the component of Vue in the guide to forms is the one that is tested here', () => {
  const shown = [...read('../../../docs/guides/forms.md').matchAll(/```vue\n(.*?)```/gs)]
  expect(shown.map(([, code]) => code)).toEqual([read('guides/SendForm.vue')])
})
