import { expect, test, vi } from 'vitest'
import { Connection } from '../../src/connection.js'
import { follow } from '../../src/progress.js'
import { createFakeClient } from '../../src/testing.js'
import { send } from '../actions.js'

const query = send as never
const args = { callId: 'id-1' }

/** A client that hands its queries' values to whoever follows them, as `ConvexClient` does. */
function setUp() {
  const end = vi.fn()
  const onUpdate = vi.fn((_query: unknown, _args: unknown, _onValue: unknown, _onError: unknown) => end)
  return { end, onUpdate, connection: new Connection(Object.assign(createFakeClient(), { onUpdate })) }
}

test('a progress query is followed with the call id, until that is ended', () => {
  const { end, onUpdate, connection } = setUp()
  const onValue = vi.fn()
  const unfollow = follow(connection, query, args, onValue)
  expect(onUpdate).toHaveBeenCalledWith(query, args, onValue, expect.any(Function))
  unfollow?.()
  expect(end).toHaveBeenCalledTimes(1)
})

test('nothing is followed without a query, without a call id, or with a client that is closed', () => {
  const { onUpdate, connection } = setUp()
  follow(connection, undefined, args, vi.fn())
  follow(connection, query, undefined, vi.fn())
  const closed = Object.assign(createFakeClient(), { onUpdate })
  closed.close()
  follow(new Connection(closed), query, args, vi.fn())
  expect(onUpdate).not.toHaveBeenCalled()
})

test('a client that watches queries is read at once and at each update; while it loads, there is no value', () => {
  const values: unknown[] = []
  let known: unknown
  let tell = () => {}
  const end = vi.fn()
  const watchQuery = () => ({
    localQueryResult: () => known,
    onUpdate(listener: () => void) {
      tell = listener
      return end
    },
  })
  const connection = new Connection(Object.assign(createFakeClient(), { onUpdate: undefined, watchQuery }))
  const unfollow = follow(connection, query, args, (value) => values.push(value))
  expect(values).toEqual([])
  for (known of [1, null, undefined]) tell()
  expect(values).toEqual([1, null])
  unfollow?.()
  expect(end).toHaveBeenCalledTimes(1)
})
