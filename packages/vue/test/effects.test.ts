import { createFakeClient } from '@convex-action/core/testing'
import { expect, test, vi } from 'vitest'
import { computed, effectScope, nextTick, ref, watch, watchEffect } from 'vue'
import { useConvexAction } from '../src/index.js'
import { api, inComponent } from './setup.js'

test('an effect that executes runs again for what it reads itself, but not for what options or callbacks read', async () => {
  const client = createFakeClient()
  const to = ref('ada')
  const timeout = ref(1000)
  const user = ref('ada')
  const told = ref(0)
  const options = () => ({
    timeout: timeout.value,
    identity: () => user.value,
    onExecute: () => told.value,
  })
  inComponent(() => {
    const email = useConvexAction(api.emails.send, options)
    watchEffect(() => void email.execute({ to: to.value }))
    return email
  }, client)
  const sent = () => client.calls(api.emails.send).map(({ args }) => args.to)
  timeout.value = 2000
  user.value = 'bob'
  told.value = 1
  await nextTick()
  expect(sent()).toEqual(['ada'])
  to.value = 'cleo'
  await nextTick()
  expect(sent()).toEqual(['ada', 'cleo'])
})

test('an effect that signs a user in does not track what this causes', async () => {
  const next = ref('bob')
  const user = ref('ada')
  const told = ref(0)
  const runs = vi.fn()
  inComponent(
    () => {
      const email = useConvexAction(api.emails.send, { onError: () => told.value })
      email.execute({ to: 'ada' })
      watchEffect(() => {
        runs()
        user.value = next.value
      })
      return email
    },
    createFakeClient({ connected: false }),
    { identity: () => user.value },
  )
  told.value = 1
  await nextTick()
  expect(runs).toHaveBeenCalledTimes(1)
})

test('a watcher that a callback creates still works after execute returns', () => {
  const count = ref(0)
  const heard = vi.fn()
  const scope = effectScope()
  scope.run(() => {
    const onExecute = () => watch(count, heard, { flush: 'sync' })
    useConvexAction(api.emails.send, { client: createFakeClient(), onExecute }).execute({ to: 'ada' })
  })
  count.value = 1
  expect(heard).toHaveBeenCalledTimes(1)
  scope.stop()
  count.value = 2
  expect(heard).toHaveBeenCalledTimes(1)
})

test('an error of execute reaches the effect that called it, and the effect still tracks what it reads afterwards', async () => {
  const timeout = ref(1000)
  const other = ref(0)
  const seen: unknown[] = []
  inComponent(() => {
    const email = useConvexAction(api.emails.send, () => ({ timeout: timeout.value }))
    timeout.value = -1
    const doubled = computed(() => other.value * 2)
    watchEffect(() => {
      try {
        email.execute({ to: 'ada' })
      } catch (error) {
        seen.push((error as Error).message, doubled.value)
      }
    })
    return email
  }, createFakeClient())
  other.value = 1
  await nextTick()
  const message = 'Option "timeout" takes milliseconds from 1 to 2147483647.'
  expect(seen).toEqual([message, 0, message, 2])
})
