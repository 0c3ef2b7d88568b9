import { createFakeClient } from '@convex-action/core/testing'
import { mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import {
  convexPlugin,
  createActionObserver,
  type Messages,
  type ProvidedOptions,
  provideConvexAction,
  useConvexAction,
  useInFlight,
} from '../src/index.js'
import { api, inComponent } from './setup.js'

test('a messages function in a ref is used as the messages, not called as a getter', async () => {
  const german: Messages = vi.fn(() => 'Abgebrochen.')
  const messages = ref<Messages>(german)
  const { result: email } = inComponent(() => useConvexAction(api.emails.send), createFakeClient(), {
    messages,
  })
  const canceled = email.execute({ to: 'ada' })
  expect(german).not.toHaveBeenCalled()
  email.cancel()
  await expect(canceled).rejects.toThrow('Abgebrochen.')
  messages.value = () => 'Annulé.'
  const again = email.execute({ to: 'ada' })
  email.cancel()
  await expect(again).rejects.toThrow('Annulé.')
})

/** A component that can be unmounted, below a plugin with these options. */
function onPage(options: ProvidedOptions) {
  const client = createFakeClient()
  const isThere = ref(true)
  let email = {} as ReturnType<typeof useConvexAction<typeof api.emails.send>>
  const Email = defineComponent(() => {
    email = useConvexAction(api.emails.send)
    return () => null
  })
  const page = () => (isThere.value ? h(Email) : null)
  mount(page, { global: { plugins: [[convexPlugin, Object.assign(options, { client })]] } })
  return { client, isThere, email: () => email }
}

test('a user who came and went counts as the first user, even if no component was mounted', async () => {
  const user = ref<string>()
  const { client, isThere, email } = onPage({ identity: () => user.value, ready: () => false })
  isThere.value = false
  await nextTick()
  user.value = 'ada'
  user.value = undefined
  isThere.value = true
  await nextTick()
  const late = email().execute({ to: 'ada' })
  user.value = 'bob'
  await expect(late).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
  expect(client.calls(api.emails.send)).toHaveLength(0)
})

test('a part of an app with its own user stops reading it when it is unmounted', () => {
  const user = ref('ada')
  const identity = vi.fn(() => user.value)
  const page = inComponent(() => {
    provideConvexAction({ identity, ready: () => true })
    return {}
  }, createFakeClient())
  identity.mockClear()
  user.value = 'bob'
  expect(identity).toHaveBeenCalled()
  page.unmount()
  identity.mockClear()
  user.value = 'cleo'
  expect(identity).not.toHaveBeenCalled()
})

test('an app stops reading its user when it is unmounted', () => {
  const user = ref('ada')
  const identity = vi.fn(() => user.value)
  const options = { client: createFakeClient(), identity, ready: () => true }
  const page = mount(() => null, { global: { plugins: [[convexPlugin, options]] } })
  identity.mockClear()
  user.value = 'bob'
  expect(identity).toHaveBeenCalled()
  page.unmount()
  identity.mockClear()
  user.value = 'cleo'
  expect(identity).not.toHaveBeenCalled()
})

test('a component that shows the number in flight unsubscribes from the observer when it is unmounted', () => {
  const end = vi.fn()
  const observer = { ...createActionObserver(), subscribe: () => end }
  const page = inComponent(() => ({ inFlight: useInFlight() }), createFakeClient(), { observer })
  expect(end).not.toHaveBeenCalled()
  page.unmount()
  expect(end).toHaveBeenCalledTimes(1)
})

test('a call from setup is sent once calls may be sent, even if the component is unmounted by then', async () => {
  const isReady = ref(false)
  const client = createFakeClient()
  const page = inComponent(
    () => {
      void useConvexAction(api.emails.send).execute({ to: 'ada' })
      return {}
    },
    client,
    { ready: () => isReady.value },
  )
  page.unmount()
  isReady.value = true
  expect(client.calls(api.emails.send)).toHaveLength(1)
})
