import { flushPromises } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { effectScope, isReactive, ref, watch } from 'vue'
import {
  createActionStore,
  isActionError,
  useActionStore,
  useConvexAction,
  useConvexClient,
} from '../src/index.js'
import { api, fakeClient, inComponent } from './setup.js'

const sendEmail = () => useConvexAction(api.emails.send)

test('every field tells of an execution from beginning to end', async () => {
  const client = fakeClient()
  const { result: email } = inComponent(sendEmail, client)
  const fields = () =>
    Object.fromEntries(
      Object.entries(email).flatMap(([name, field]) => ('value' in field ? [[name, field.value]] : [])),
    )
  const idle = {
    status: 'idle',
    pending: false,
    phase: undefined,
    data: undefined,
    error: null,
    args: undefined,
    callId: undefined,
    attempt: 0,
    inFlight: 0,
    progress: undefined,
  }
  expect(fields()).toEqual(idle)

  const args = { to: 'ada' }
  const promise = email.execute(args)
  const running = {
    ...idle,
    status: 'pending',
    pending: true,
    phase: 'running',
    args,
    attempt: 1,
    inFlight: 1,
  }
  expect(fields()).toEqual(running)

  client.calls[0]?.resolve({ messageId: 'm1' })
  expect(await promise).toEqual({ messageId: 'm1' })
  expect(fields()).toEqual({ ...idle, status: 'success', data: { messageId: 'm1' }, args, attempt: 1 })

  email.reset()
  expect(fields()).toEqual(idle)
})

test('a failure is shown as an ActionError, and the result before it stays', async () => {
  const client = fakeClient()
  const { result: email } = inComponent(sendEmail, client)
  email.execute({ to: 'ada' })
  client.calls[0]?.resolve({ messageId: 'm1' })
  await flushPromises()
  const promise = email.execute({ to: 'nobody' })
  client.calls[1]?.reject(new Error('[Request ID: r1] Server Error'))
  const failure = await promise.catch((error) => error)
  expect(isActionError(failure)).toBe(true)
  expect(email.error.value).toBe(failure)
  expect(email.status.value).toBe('error')
  expect(email.error.value).toMatchObject({ kind: 'server', delivery: 'responded', requestId: 'r1' })
  expect(email.data.value).toEqual({ messageId: 'm1' })
})

test('a template needs no .value after destructuring, and follows what happens', async () => {
  const client = fakeClient()
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
  client.calls[0]?.resolve({ messageId: 'm1' })
  await flushPromises()
  expect(page.get('p').text()).toBe('success m1')
  expect(page.get('button').attributes()).not.toHaveProperty('disabled')
})

test('a result is the very object that the client gave, never a reactive copy', async () => {
  const client = fakeClient()
  const { result: email } = inComponent(sendEmail, client)
  const result = { messageId: 'm1', parts: [{ size: 1 }] }
  const promise = email.execute({ to: 'ada' })
  client.calls[0]?.resolve(result)
  expect(await promise).toBe(result)
  expect(email.data.value).toBe(result)
  expect(isReactive(email.data.value)).toBe(false)
})

test('who watches the result hears nothing while the rest changes', async () => {
  const client = fakeClient()
  const heard = vi.fn()
  const { result: email } = inComponent(() => {
    const email = sendEmail()
    watch(email.data, heard, { flush: 'sync' })
    return email
  }, client)
  email.execute({ to: 'ada' })
  expect(email.pending.value).toBe(true)
  expect(heard).not.toHaveBeenCalled()
  client.calls[0]?.resolve({ messageId: 'm1' })
  await flushPromises()
  expect(heard).toHaveBeenCalledTimes(1)
})

test('unmounting cancels nothing: the execution goes on and its promise settles', async () => {
  const client = fakeClient()
  const page = inComponent(sendEmail, client)
  const promise = page.result.execute({ to: 'ada' })
  page.unmount()
  client.calls[0]?.resolve({ messageId: 'm1' })
  expect(await promise).toEqual({ messageId: 'm1' })
  expect(page.result.status.value).toBe('pending')
})

test('an unmounted component leaves no listener behind in a shared store', () => {
  const store = createActionStore(api.emails.send, { client: fakeClient() })
  const page = inComponent(() => useActionStore(store))
  page.unmount()
  store.execute({ to: 'ada' })
  expect(store.getState().status).toBe('pending')
  expect(page.result.status.value).toBe('idle')
})

test('two components that share a store show the same', async () => {
  const client = fakeClient()
  const store = createActionStore(api.emails.send, { client })
  const one = inComponent(() => useActionStore(store)).result
  const other = inComponent(() => useActionStore(store)).result
  one.execute({ to: 'ada' })
  expect(other.pending.value).toBe(true)
  client.calls[0]?.resolve({ messageId: 'm1' })
  await flushPromises()
  expect(other.data.value).toBe(one.data.value)
  other.reset()
  expect(one.status.value).toBe('idle')
})

test('a component that comes later shows what a shared store does by then', () => {
  const store = createActionStore(api.emails.send, { client: fakeClient() })
  store.execute({ to: 'ada' })
  expect(inComponent(() => useActionStore(store)).result.status.value).toBe('pending')
})

test('two components with an action each know nothing of one another', () => {
  const client = fakeClient()
  const one = inComponent(sendEmail, client).result
  const other = inComponent(sendEmail, client).result
  one.execute({ to: 'ada' })
  expect(one.pending.value).toBe(true)
  expect(other.pending.value).toBe(false)
})

test('an effect scope outside of any component will do', () => {
  const warn = vi.spyOn(console, 'warn')
  const client = fakeClient()
  const scope = effectScope()
  const email = scope.run(() => useConvexAction(api.emails.send, { client }))
  email?.execute({ to: 'ada' })
  expect(email?.status.value).toBe('pending')
  scope.stop()
  expect(warn).not.toHaveBeenCalled()
  warn.mockRestore()
})

test('a missing provider is an error at setup that says what to do', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  expect(() => inComponent(sendEmail)).toThrow('app.use(convexPlugin, { client })')
  expect(() => inComponent(() => ({ client: useConvexClient() }))).toThrow(
    'app.use(convexPlugin, { client })',
  )
  warn.mockRestore()
})

test('outside of setup there is no client either, and the error says so', () => {
  const warn = vi.spyOn(console, 'warn')
  expect(() => useConvexClient()).toThrow('in setup')
  expect(warn).not.toHaveBeenCalled()
  warn.mockRestore()
})

test('useConvexClient gives the provided client', () => {
  const client = fakeClient()
  expect(inComponent(() => ({ client: useConvexClient() }), client).result.client).toBe(client)
})

test('the client in the options comes before the provided one, and needs none', () => {
  const client = fakeClient()
  const own = fakeClient()
  inComponent(() => useConvexAction(api.emails.send, { client: own }), client).result.execute({ to: 'ada' })
  inComponent(() => useConvexAction(api.emails.send, { client: own })).result.execute({ to: 'bob' })
  expect(client.calls).toHaveLength(0)
  expect(own.calls.map(({ name, args }) => [name, args])).toEqual([
    ['emails:send', { to: 'ada' }],
    ['emails:send', { to: 'bob' }],
  ])
})

test('an unknown option is an error at setup that names it', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const options = { concurency: 'parallel' } as object
  expect(() => inComponent(() => useConvexAction(api.emails.send, options), fakeClient())).toThrow(
    'Unknown option "concurency"',
  )
  warn.mockRestore()
})

test('a handler that passes its event on sends nothing, and the page says why', async () => {
  const client = fakeClient()
  const page = inComponent(sendEmail, client, { template: '<button @click="execute" />' })
  // Vue reports the promise that a handler returns.
  page.vm.$.appContext.config.errorHandler = () => {}
  await page.get('button').trigger('click')
  await flushPromises()
  expect(client.calls).toHaveLength(0)
  expect(page.result.status.value).toBe('error')
  expect(page.result.error.value).toMatchObject({ kind: 'arguments', delivery: 'not-sent' })
  expect(page.result.error.value?.message).toContain('DOM event')
})

test('a store that others show goes on changing for them when one of its components is gone', async () => {
  const client = fakeClient()
  const store = createActionStore(api.emails.send, { client })
  const gone = inComponent(() => useActionStore(store))
  const there = inComponent(() => useActionStore(store)).result
  gone.unmount()
  there.execute({ to: 'ada' })
  client.calls[0]?.resolve({ messageId: 'm1' })
  await flushPromises()
  expect(there.data.value).toEqual({ messageId: 'm1' })
  expect(gone.result.status.value).toBe('idle')
})

test('every method works when destructured, and says what the fields then show', async () => {
  const client = fakeClient()
  const { execute, retry, cancel, reset, status, data, error, attempt, inFlight } = inComponent(
    sendEmail,
    client,
  ).result
  execute({ to: 'ada' }).catch(() => {})
  client.calls[0]?.reject(new Error('[Request ID: r1] Server Error'))
  await flushPromises()
  expect(status.value).toBe('error')
  const again = retry()
  expect([status.value, error.value, attempt.value]).toEqual(['pending', null, 1])
  client.calls[1]?.resolve({ messageId: 'm1' })
  expect(await again).toEqual({ messageId: 'm1' })
  expect(client.calls.map(({ args }) => args)).toEqual([{ to: 'ada' }, { to: 'ada' }])

  const canceled = execute({ to: 'bob' })
  expect(inFlight.value).toBe(1)
  cancel()
  expect([status.value, data.value, inFlight.value]).toEqual(['idle', { messageId: 'm1' }, 0])
  await expect(canceled).rejects.toMatchObject({ kind: 'canceled', delivery: 'unknown' })

  reset()
  expect(data.value).toBeUndefined()
})

test.each(['a ref', 'a getter'])(
  'options in %s hold, as they are by then, for the next execute',
  async (how) => {
    const client = fakeClient()
    const options = ref({ concurrency: 'parallel' as 'parallel' | 'drop' })
    const { result: email } = inComponent(
      () => useConvexAction(api.emails.send, how === 'a ref' ? options : () => ({ ...options.value })),
      client,
    )
    email.execute({ to: 'ada' })
    email.execute({ to: 'bob' })
    expect(email.inFlight.value).toBe(2)
    options.value = { concurrency: 'drop' }
    await expect(email.execute({ to: 'cleo' })).rejects.toMatchObject({ kind: 'dropped' })
    expect(client.calls).toHaveLength(2)
  },
)

test('a changed option that is no good is named at the next execute, which sends nothing', () => {
  const client = fakeClient()
  const timeout = ref(1000)
  const { result: email } = inComponent(
    () => useConvexAction(api.emails.send, () => ({ timeout: timeout.value })),
    client,
  )
  timeout.value = -1
  expect(() => email.execute({ to: 'ada' })).toThrow('Option "timeout" takes milliseconds')
  expect(client.calls).toHaveLength(0)
  timeout.value = 1000
  email.execute({ to: 'ada' })
  expect(client.calls).toHaveLength(1)
})

test('callbacks are told what was shown, and whether anybody could see it', async () => {
  const client = fakeClient()
  const told: unknown[] = []
  const page = inComponent(
    () =>
      useConvexAction(api.emails.send, {
        onExecute: (context) => told.push(['execute', context]),
        onSuccess: ({ messageId }, context) => told.push([messageId, context]),
        onError: ({ kind }, context) => told.push([kind, context]),
        onSettled: (data, error, context) => told.push([data?.messageId, error?.kind, context]),
      }),
    client,
  )
  const context = (to: string, shown: boolean, mounted: boolean) => ({ args: { to }, shown, mounted })
  for (const to of ['ada', 'bob', 'cleo']) page.result.execute({ to })
  client.calls[0]?.resolve({ messageId: 'm1' })
  await flushPromises()
  page.unmount()
  client.calls[1]?.reject(new Error('[Request ID: r1] Server Error'))
  await flushPromises()
  client.calls[2]?.resolve({ messageId: 'm3' })
  await flushPromises()
  expect(told).toEqual([
    ['execute', context('ada', true, true)],
    ['execute', context('bob', true, true)],
    ['execute', context('cleo', true, true)],
    ['m1', context('ada', false, true)],
    ['m1', undefined, context('ada', false, true)],
    ['server', context('bob', false, false)],
    [undefined, 'server', context('bob', false, false)],
    ['m3', context('cleo', true, false)],
    ['m3', undefined, context('cleo', true, false)],
  ])
})
