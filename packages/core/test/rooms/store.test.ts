import { expect, test } from 'vitest'
import { setUp } from '../stores.js'

test('the state before anything was executed can be asked for at any time, for a first render', () => {
  const { store } = setUp()
  const before = store.getState()
  store.execute({ to: 'ada' })
  expect(store.getInitialState()).toBe(before)
  expect(store.getInitialState().status).toBe('idle')
})

test('the methods of a store may be destructured', async () => {
  const { client, store } = setUp()
  const { execute, cancel, reset, retry, identify, user, getState, subscribe } = store
  expect(user()).toBeUndefined()
  identify()
  const result = execute({ to: 'ada' })
  expect(getState().status).toBe('pending')
  client.disconnect()
  await expect(result).rejects.toMatchObject({ kind: 'connection' })
  client.connect()
  const again = retry()
  cancel()
  await expect(again).rejects.toMatchObject({ kind: 'canceled' })
  reset()
  const seen: unknown[] = []
  subscribe(({ status }) => seen.push(status))()
  expect(seen).toEqual(['idle'])
})

test('a store returns its current user', () => {
  let user = 'ada'
  const { store } = setUp({ identity: () => user })
  expect(store.user()).toBe('ada')
  user = 'bob'
  expect(store.user()).toBe('bob')
})
