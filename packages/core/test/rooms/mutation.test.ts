import { expect, test, vi } from 'vitest'
import { createMutationStore } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import { save } from '../actions.js'

/** As a program without types, or with wrong ones, would call it. */
const make = createMutationStore as (
  reference: unknown,
  options: unknown,
) => ReturnType<typeof createMutationStore>

const setUp = (options: object = {}) => {
  const client = Object.assign(createFakeClient(), { mutation: vi.fn(async () => 'saved') })
  return { client, store: createMutationStore(save, { client, ...options }) }
}

test('a mutation is sent with its optimistic update, and its result is shown', async () => {
  const optimisticUpdate = () => {}
  const { client, store } = setUp({ optimisticUpdate })
  expect(await store.mutate({ item: 'tea' })).toBe('saved')
  expect(client.mutation).toHaveBeenCalledWith(save, { item: 'tea' }, { optimisticUpdate })
  expect(store.getState()).toMatchObject({ status: 'success', data: 'saved' })
  expect(store).not.toHaveProperty('execute')
})

test('a mutation goes on while its connection is gone', async () => {
  const { client, store } = setUp()
  let answer = (_result: string) => {}
  client.mutation.mockReturnValue(
    new Promise((resolve) => {
      answer = resolve
    }),
  )
  const result = store.mutate({ item: 'tea' })
  client.disconnect()
  client.connect()
  answer('saved')
  expect(await result).toBe('saved')
})

test('a client that loses the method "mutation" fails the call: nothing is taken for a success', async () => {
  const { client, store } = setUp()
  Object.assign(client, { mutation: undefined })
  await expect(store.mutate({ item: 'tea' })).rejects.toMatchObject({ kind: 'unexpected' })
})

test('what a mutation cannot do is refused when its store is made, in words that say what', () => {
  const client = createFakeClient()
  const http = { action: async () => {}, mutation: async () => {} }
  const cases: [reference: unknown, options: object, message: string][] = [
    [{}, { client }, 'A mutation such as api.orders.create is needed, but this is object.'],
    [save, { client: { action: async () => {} } }, 'This client has no method "mutation".'],
    [
      save,
      { client, callId: 'callId', retries: 1 },
      'Option "retries" takes nothing: Convex itself sends a mutation again.',
    ],
    [save, { client, optimisticUpdate: true }, 'Option "optimisticUpdate" takes a function.'],
    [save, { client, timeuot: 1 }, 'Unknown option "timeuot". There are: client, '],
    [save, { client, timeout: 0 }, 'Option "timeout" takes milliseconds'],
    [
      save,
      { client: http, optimisticUpdate() {} },
      'Option "optimisticUpdate" cannot work with this client.',
    ],
  ]
  for (const [reference, options, message] of cases) expect(() => make(reference, options)).toThrow(message)
  expect(make(save, { client: http }).getState().status).toBe('idle')
})
