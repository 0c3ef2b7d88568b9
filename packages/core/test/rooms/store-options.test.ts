import { expect, test, vi } from 'vitest'
import { checkOptions, rules } from '../../src/checks.js'
import type { Options } from '../../src/options.js'
import { StoreOptions } from '../../src/store-options.js'
import { send } from '../actions.js'

function setUp(source: Options | (() => Options)) {
  const check = vi.fn((options: Options) => checkOptions(options, null, rules))
  return { check, options: new StoreOptions(source, { client: null }, check) }
}

test('unchanged options are not checked again, in the same object or another', () => {
  let source: Options = { timeout: 5, onSuccess() {} }
  const { check, options } = setUp(() => source)
  const first = options.checked()
  source = { ...source }
  expect(options.checked()).toBe(first)
  expect(check).toHaveBeenCalledTimes(1)
})

const changes: [what: string, change: (source: Record<string, unknown>) => void][] = [
  ['a value that differs', (source) => Object.assign(source, { timeout: 6 })],
  ['an option that came', (source) => Object.assign(source, { offline: 'wait' })],
  ['a name that came, even without a value', (source) => Object.assign(source, { offline: undefined })],
  ['an option that went', (source) => void delete source.timeout],
]
for (const [what, change] of changes) {
  test(`${what} is checked`, () => {
    const source: Record<string, unknown> = { timeout: 5, onSuccess() {} }
    const { check, options } = setUp(source)
    const first = options.checked()
    change(source)
    expect(options.checked()).not.toBe(first)
    expect(check).toHaveBeenCalledTimes(2)
  })
}

test('the contents of retries and callId are checked each time', () => {
  const retries = { limit: 1 }
  const callId = { name: 'callId', create: () => 'id' }
  const { options } = setUp({ callId, retries })
  options.checked()
  retries.limit = -1
  expect(() => options.checked()).toThrow('Option "retries.limit" takes a whole number.')
  const { options: others } = setUp({ callId })
  others.checked()
  callId.name = ''
  expect(() => others.checked()).toThrow('Option "callId" takes')
})

test('if the options cannot be read, that is reported, and the last options apply', () => {
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  const source = { timeout: 5 }
  let isBroken = false
  const { options } = setUp(() => {
    if (isBroken) throw new Error('gone')
    return source
  })
  isBroken = true
  expect(options.newest()).toBe(source)
  expect(reported).toHaveBeenCalledWith(new Error('gone'))
  expect(() => options.checked()).toThrow('gone')
  vi.unstubAllGlobals()
})

test('a provided client may be a function, which is called only if the options have no client', () => {
  const client = { action: vi.fn() }
  const provided = { client: vi.fn(() => client) }
  expect(new StoreOptions({ client }, provided, vi.fn()).client).toBe(client)
  expect(provided.client).not.toHaveBeenCalled()
  expect(new StoreOptions({}, provided, vi.fn()).client).toBe(client)
  expect(new StoreOptions({ client }, { client: null }, vi.fn()).client).toBe(null)
})

test('the user can be read at any time, from the options or else the provider, and without an error', () => {
  const provided = { client: null, identity: () => 'provided' }
  let source: Options = {}
  const options = new StoreOptions(() => source, provided, vi.fn())
  expect(options.user()).toBe('provided')
  source = { identity: () => 'Ada' }
  expect(options.user()).toBe('Ada')
  source = {
    identity() {
      throw new Error('Nobody knows.')
    },
  }
  expect(options.user()).toBe(undefined)
})

test('an identity that is not a function is reported by name, and the provided user counts', () => {
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  const source: Record<string, unknown> = {}
  const provided = { client: null, identity: () => 'provided' }
  const options = new StoreOptions(source, provided, vi.fn())
  for (const wrong of ['ada', null]) {
    source.identity = wrong
    expect(options.identity()).toBe(provided.identity)
  }
  const error = new TypeError('Option "identity" takes a function.')
  expect(reported.mock.calls).toEqual([[error], [error]])
  vi.unstubAllGlobals()
})

test('on a server, an option that needs a connection is accepted, as in the browser', () => {
  const onServer = checkOptions({ offline: 'fail', callId: 'callId', progress: send as never }, null, rules)
  expect(onServer).toMatchObject({ offline: 'fail' })
})
