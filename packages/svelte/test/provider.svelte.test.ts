import { createFakeClient } from '@convex-action/core/testing'
import { flushSync, getAllContexts, mount } from 'svelte'
import { expect, test } from 'vitest'
import { type Setup, setupConvexAction, useConvexAction } from '../src/index.js'
import { api } from './api.js'
import Host from './components/Host.svelte'
import { contextOf, inComponent } from './setup.js'

test('defaults from a getter are the current defaults', async () => {
  let defaults = $state.raw<Setup['defaults']>({ concurrency: 'drop' })
  const { result: email } = inComponent(() => {
    setupConvexAction({
      get defaults() {
        return defaults
      },
    })
    return useConvexAction(api.emails.send)
  }, createFakeClient())
  email.execute({ to: 'ada' })
  await expect(email.execute({ to: 'bob' })).rejects.toMatchObject({ kind: 'dropped' })
  defaults = undefined
  email.execute({ to: 'cleo' })
  expect(email.args).toEqual({ to: 'cleo' })
})

test('a user who came and went counts as the first user, even if no component was mounted', async () => {
  let user = $state<string>()
  const client = createFakeClient()
  let context = contextOf(client) as Map<unknown, unknown>
  mount(Host, {
    target: document.body,
    context,
    props: {
      setup() {
        setupConvexAction({ identity: () => user, ready: () => false })
        context = new Map(getAllContexts())
      },
    },
  })
  flushSync()
  user = 'ada'
  flushSync()
  user = undefined
  flushSync()
  let late: Promise<unknown> | undefined
  mount(Host, {
    target: document.body,
    context,
    props: {
      setup() {
        late = useConvexAction(api.emails.send).execute({ to: 'ada' })
      },
    },
  })
  flushSync()
  user = 'bob'
  flushSync()
  await expect(late).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
})
