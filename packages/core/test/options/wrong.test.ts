import { describe, expect, test } from 'vitest'
import { createActionStore } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import { charge, progressOf, send } from '../actions.js'
import { holdTime } from '../surroundings.js'

holdTime()

describe('wrong options', () => {
  const client = Object.assign(createFakeClient(), { onUpdate: () => () => {} })
  const http = { action: async () => {} }
  const cases: [options: object, message: string][] = [
    [{ concurrency: 'first' }, 'Option "concurrency" takes parallel or drop or queue or latest.'],
    [{ offline: 'never' }, 'Option "offline" takes wait or fail.'],
    [{ timeout: 0.5 }, 'Option "timeout" takes milliseconds from 1 to 2147483647.'],
    [{ timeout: 0 }, 'Option "timeout" takes milliseconds from 1 to 2147483647.'],
    [{ timeout: 2 ** 31 }, 'Option "timeout" takes milliseconds from 1 to 2147483647.'],
    [{ timeout: Number.NaN }, 'Option "timeout" takes milliseconds from 1 to 2147483647.'],
    [{ timeout: '5' }, 'Option "timeout" takes milliseconds from 1 to 2147483647.'],
    [{ callId: '' }, 'Option "callId" takes the name of an argument or { name, create }.'],
    [{ callId: null }, 'Option "callId" takes the name of an argument or { name, create }.'],
    [
      { callId: { name: '', create: () => 'id' } },
      'Option "callId" takes the name of an argument or { name, create }.',
    ],
    [{ callId: 'id', retries: null }, 'Option "retries" takes a whole number or { limit, delay, when }.'],
    [
      { callId: 'id', retries: { limit: 1, delay: 2 ** 31 } },
      'Option "retries.delay" takes milliseconds or a function.',
    ],
    [{ callId: { name: 'id' } }, 'Option "callId" takes the name of an argument or { name, create }.'],
    [{ callId: 'id', retries: -1 }, 'Option "retries" takes a whole number or { limit, delay, when }.'],
    [{ callId: 'id', retries: 1.5 }, 'Option "retries" takes a whole number or { limit, delay, when }.'],
    [{ callId: 'id', retries: {} }, 'Option "retries.limit" takes a whole number.'],
    [
      { callId: 'id', retries: { limit: 1, delay: -1 } },
      'Option "retries.delay" takes milliseconds or a function.',
    ],
    [{ callId: 'id', retries: { limit: 1, when: true } }, 'Option "retries.when" takes a function.'],
    [{ callId: 'id', retries: { limit: 1, wehn: true } }, 'Unknown option "retries.wehn".'],
    [{ retries: 1 }, 'Option "retries" needs option "callId".'],
    [{ progress: progressOf }, 'Option "progress" needs option "callId".'],
    [{ callId: 'id', progress: 7 }, 'Option "progress" takes a query.'],
    [{ identity: 'ada' }, 'Option "identity" takes a function.'],
    [{ onExecute: 1 }, 'Option "onExecute" takes a function.'],
    [{ onSuccess: 1 }, 'Option "onSuccess" takes a function.'],
    [{ onError: 1 }, 'Option "onError" takes a function.'],
    [{ onSettled: 1 }, 'Option "onSettled" takes a function.'],
    [{ client: http, offline: 'fail' }, 'Option "offline" cannot work with this client.'],
    [{ client: http, callId: 'id', progress: progressOf }, 'Option "progress" cannot work with this client.'],
  ]
  for (const [options, message] of cases) {
    test(`throw at creation: ${message} (${JSON.stringify(options, null, 1).replaceAll(/\s+/g, ' ')})`, () => {
      expect(() => createActionStore(send, { client, ...options } as never)).toThrow(message)
    })
  }

  test('do not include the largest and the smallest allowed values', () => {
    const most = 2 ** 31 - 1
    for (const options of [
      { timeout: 1 },
      { timeout: most },
      { callId: 'callId', retries: 0 },
      { callId: 'callId', retries: { limit: 0, delay: 0 } },
      { callId: 'callId', retries: { limit: 0, delay: most } },
    ])
      expect(createActionStore(charge, { client, ...options } as never).getState().status).toBe('idle')
  })

  test('throw when they are passed later', () => {
    let options = { client } as object
    const store = createActionStore(send, () => options as never)
    options = { client, timeuot: 5 }
    expect(() => store.execute({ to: 'x' })).toThrow('Unknown option "timeuot"')
    expect(client.calls(send)).toEqual([])
  })
})
