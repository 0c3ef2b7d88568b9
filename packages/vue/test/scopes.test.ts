import { createFakeClient } from '@convex-action/core/testing'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Component, defineComponent, effectScope, nextTick, ref, watchEffect } from 'vue'
import { convexPlugin, createActionStore, useActionStore, useConvexAction } from '../src/index.js'
import { api } from './setup.js'

beforeEach(() => {
  vi.spyOn(console, 'warn')
  // Vue prints that Suspense is experimental.
  vi.spyOn(console, 'info').mockImplementation(() => {})
})
afterEach(() => {
  const { calls } = vi.mocked(console.warn).mock
  vi.restoreAllMocks()
  expect(calls).toEqual([])
})

/** A page with a component that can be unmounted. */
function onPage(Email: Component, template: string) {
  const client = createFakeClient()
  const isThere = ref(true)
  const page = mount(
    { components: { Email }, setup: () => ({ isThere }), template },
    { global: { plugins: [(app) => convexPlugin.install(app, { client })] } },
  )
  return { client, isThere, page }
}

test('inside KeepAlive, an action continues while its component is inactive, and is shown when the component is back', async () => {
  const onSuccess = vi.fn()
  const Email = defineComponent({
    setup: () => useConvexAction(api.emails.send, { onSuccess }),
    template: `<button @click="() => void execute({ to: 'ada' })">{{ status }} {{ data?.messageId }}</button>`,
  })
  const { client, isThere, page } = onPage(Email, '<KeepAlive><Email v-if="isThere" /></KeepAlive>')
  await page.get('button').trigger('click')
  isThere.value = false
  await nextTick()
  expect(page.find('button').exists()).toBe(false)
  client.resolve(api.emails.send, { messageId: 'm1' })
  await flushPromises()
  // Vue keeps the component, and so does its store.
  expect(onSuccess).toHaveBeenCalledWith(
    { messageId: 'm1' },
    { args: { to: 'ada' }, shown: true, mounted: true },
  )
  isThere.value = true
  await nextTick()
  expect(page.text()).toBe('success m1')
})

test('inside Suspense, a component may await its own execution before it is shown', async () => {
  const Email = defineComponent({
    async setup() {
      const email = useConvexAction(api.emails.send)
      await email.execute({ to: 'ada' })
      return email
    },
    template: '<p>{{ status }} {{ data?.messageId }}</p>',
  })
  const { client, page } = onPage(
    Email,
    '<Suspense><Email /><template #fallback>Sending</template></Suspense>',
  )
  expect(page.text()).toBe('Sending')
  client.resolve(api.emails.send, { messageId: 'm1' })
  await flushPromises()
  expect(page.text()).toBe('success m1')
})

test('inside Suspense, the current state of an action is shown with the component', async () => {
  const store = createActionStore(api.emails.send, { client: createFakeClient() })
  let load = () => {}
  const Email = defineComponent({
    async setup() {
      const email = useActionStore(store)
      await new Promise<void>((resolve) => {
        load = resolve
      })
      return email
    },
    template: '<p>{{ status }}</p>',
  })
  const { page } = onPage(Email, '<Suspense><Email /></Suspense>')
  store.execute({ to: 'ada' })
  load()
  await flushPromises()
  expect(page.text()).toBe('pending')
})

test('a component that is removed while Suspense waits for it leaves no listener behind', async () => {
  const mounted: boolean[] = []
  const onExecute = (context: { mounted: boolean }) => mounted.push(context.mounted)
  const store = createActionStore(api.emails.send, { client: createFakeClient(), onExecute })
  const Email = defineComponent({
    async setup() {
      const email = useActionStore(store)
      await new Promise(() => {})
      return email
    },
    template: '<p>{{ status }}</p>',
  })
  const { isThere } = onPage(Email, '<Suspense v-if="isThere"><Email /></Suspense>')
  store.execute({ to: 'ada' })
  isThere.value = false
  await nextTick()
  store.execute({ to: 'bob' })
  expect(mounted).toEqual([true, false])
})

test('an effect scope outside components works too, and unsubscribes when it is stopped', async () => {
  const client = createFakeClient()
  const onSuccess = vi.fn()
  const seen: string[] = []
  const scope = effectScope()
  const email = scope.run(() => {
    const email = useConvexAction(api.emails.send, { client, onSuccess })
    watchEffect(() => seen.push(email.status.value), { flush: 'sync' })
    return email
  })
  const promise = email?.execute({ to: 'ada' })
  expect(seen).toEqual(['idle', 'pending'])
  scope.stop()
  client.resolve(api.emails.send, { messageId: 'm1' })
  expect(await promise).toEqual({ messageId: 'm1' })
  expect(seen).toEqual(['idle', 'pending'])
  expect(onSuccess.mock.calls[0]?.[1]).toMatchObject({ mounted: false })
})
