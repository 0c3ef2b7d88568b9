import { createFakeClient } from '@convex-action/core/testing'
import { flushPromises } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { createApp, ref, watch, watchEffect } from 'vue'
import { convexPlugin, useConvexAction, useConvexClient } from '../src/index.js'
import { api, inComponent } from './setup.js'

const sendEmail = () => useConvexAction(api.emails.send)

test('a template needs no .value after destructuring, and follows the state', async () => {
  const client = createFakeClient()
  const page = inComponent(
    () => {
      const { execute, pending, status, data, error } = sendEmail()
      return { execute, pending, status, data, error }
    },
    client,
    {
      template: `<button :disabled="pending" @click="() => void execute({ to: 'ada' })">Send</button>
    <p>{{ status }} {{ data?.messageId }} {{ error?.message }}</p>`,
    },
  )
  expect(page.get('p').text()).toBe('idle')
  await page.get('button').trigger('click')
  expect(page.get('p').text()).toBe('pending')
  expect(page.get('button').attributes()).toHaveProperty('disabled')
  client.resolve(api.emails.send, { messageId: 'm1' })
  await flushPromises()
  expect(page.get('p').text()).toBe('success m1')
  expect(page.get('button').attributes()).not.toHaveProperty('disabled')
})

test('a watcher of the result is not called when other fields change', async () => {
  const client = createFakeClient()
  const heard = vi.fn()
  const { result: email } = inComponent(() => {
    const email = sendEmail()
    watch(email.data, heard, { flush: 'sync' })
    return email
  }, client)
  email.execute({ to: 'ada' })
  expect(email.pending.value).toBe(true)
  expect(heard).not.toHaveBeenCalled()
  client.resolve(api.emails.send, { messageId: 'm1' })
  await flushPromises()
  expect(heard).toHaveBeenCalledTimes(1)
})

test('useConvexClient throws if no client is provided', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  expect(() => inComponent(() => ({ client: useConvexClient() }))).toThrow(
    'app.use(convexPlugin, { client })',
  )
  warn.mockRestore()
})

test('a plugin that is installed without options is an error that says what to do', () => {
  // As JavaScript code may do it.
  const install = (options?: unknown) => createApp({}).use(convexPlugin, options as { client: null })
  expect(() => install()).toThrow('convexPlugin needs a client. Call app.use(convexPlugin, { client }).')
  expect(() => install(null)).toThrow('app.use(convexPlugin, { client })')
})

test('outside setup there is no client, and the error says so', () => {
  const warn = vi.spyOn(console, 'warn')
  expect(() => useConvexClient()).toThrow('in setup')
  expect(warn).not.toHaveBeenCalled()
  warn.mockRestore()
})

test('useConvexClient returns the provided client', () => {
  const client = createFakeClient()
  expect(inComponent(() => ({ client: useConvexClient() }), client).result.client).toBe(client)
})

test('a handler that passes its event to execute sends nothing, and the page says why', async () => {
  const client = createFakeClient()
  const page = inComponent(sendEmail, client, { template: '<button @click="execute" />' })
  // Vue reports the promise that a handler returns.
  page.vm.$.appContext.config.errorHandler = () => {}
  await page.get('button').trigger('click')
  await flushPromises()
  expect(client.calls(api.emails.send)).toHaveLength(0)
  expect(page.result.status.value).toBe('error')
  expect(page.result.error.value).toMatchObject({ kind: 'arguments', delivery: 'not-sent' })
  expect(page.result.error.value?.message).toContain('DOM event')
})

test('options in a ref apply to the next execute with their current values', async () => {
  const client = createFakeClient()
  const options = ref({ concurrency: 'parallel' as 'parallel' | 'drop' })
  const { result: email } = inComponent(() => useConvexAction(api.emails.send, options), client)
  email.execute({ to: 'ada' })
  email.execute({ to: 'bob' })
  expect(email.inFlight.value).toBe(2)
  options.value = { concurrency: 'drop' }
  await expect(email.execute({ to: 'cleo' })).rejects.toMatchObject({ kind: 'dropped' })
  expect(client.calls(api.emails.send)).toHaveLength(2)
})

test('an effect that executes and reads a field runs again when that field changes', async () => {
  const client = createFakeClient()
  const seen: string[] = []
  inComponent(() => {
    const email = useConvexAction(api.emails.send)
    watchEffect(() => {
      seen.push(email.status.value)
      if (email.status.value === 'idle') email.execute({ to: 'ada' })
    })
    return email
  }, client)
  client.resolve(api.emails.send, { messageId: 'm1' })
  await vi.waitFor(() => expect(seen.at(-1)).toBe('success'), 20_000)
})
