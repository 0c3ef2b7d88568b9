import { expect, test, vi } from 'vitest'
import { checkOptions, rules } from '../../src/checks.js'
import { Connection } from '../../src/connection.js'
import type { ActionClient } from '../../src/index.js'
import { follow } from '../../src/progress.js'
import { createFakeClient } from '../../src/testing.js'
import { progressOf as query } from '../actions.js'

const args = { callId: 'id-1' }

/** A client that passes the values of its queries to subscribers, as `ConvexClient` does. */
function setUp() {
  const end = vi.fn()
  const onUpdate = vi.fn((_query: unknown, _args: unknown, _onValue: unknown, _onError: unknown) => end)
  const client = Object.assign(createFakeClient(), { onUpdate })
  return { client, end, onUpdate, connection: new Connection(client) }
}

test('a progress query is followed with the call id until it is stopped', () => {
  const { end, onUpdate, connection } = setUp()
  const onValue = vi.fn()
  const unfollow = follow(connection, query, args, onValue)
  expect(onUpdate).toHaveBeenCalledWith(query, args, onValue, expect.any(Function))
  unfollow?.()
  expect(end).toHaveBeenCalledTimes(1)
})

test('nothing is followed without a query, without a call id, or with a client that is closed', () => {
  const { client, onUpdate, connection } = setUp()
  follow(connection, undefined, args, vi.fn())
  follow(connection, query, undefined, vi.fn())
  client.close()
  follow(connection, query, args, vi.fn())
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
  const connection = new Connection({ action: async () => {}, watchQuery } as ActionClient)
  const unfollow = follow(connection, query, args, (value) => values.push(value))
  expect(values).toEqual([])
  for (known of [1, null, undefined]) tell()
  expect(values).toEqual([1, null])
  known = 'there already'
  follow(connection, query, args, (value) => values.push(value))
  expect(values).toEqual([1, null, 'there already'])
  unfollow?.()
  expect(end).toHaveBeenCalledTimes(1)
})

test('a client that only watches queries, as ConvexReactClient does, can follow the progress', () => {
  const check = (client: object) => () =>
    checkOptions({ callId: 'callId', progress: query }, { action: async () => {}, ...client }, rules)
  expect(check({ watchQuery() {} })).not.toThrow()
  expect(check({ onUpdate() {} })).not.toThrow()
  expect(check({})).toThrow('Option "progress" cannot work with this client.')
})
