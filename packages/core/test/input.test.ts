import { ConvexHttpClient } from 'convex/browser'
import { ConvexClient as TooOldClient } from 'convex-too-old/browser'
import { describe, expect, test, vi } from 'vitest'
import { type ActionErrorKind, createActionStore } from '../src/index.js'
import { createFakeClient } from '../src/testing.js'
import { ping, send } from './actions.js'

/** Called as by a program without types or with wrong types. */
const make = createActionStore as (
  reference: unknown,
  options?: unknown,
  client?: unknown,
) => ReturnType<typeof createActionStore>

describe('a reference that is not an action', () => {
  for (const [what, reference] of Object.entries({
    undefined: undefined,
    null: null,
    number: 7,
    object: {},
  })) {
    test(`(${what}) is refused when the store is made`, () => {
      expect(() => make(reference, { client: createFakeClient() })).toThrow(
        /An action such as api.emails.send is needed/,
      )
    })
  }
})

describe('option client: a value that is not a usable client', () => {
  test('is refused when the store is created, and the error says where to pass a client', () => {
    expect(() => make(send)).toThrow('options.client must be a Convex client, but it is undefined.')
    expect(() => make(send, { client: {} })).toThrow(/has no method "action"/)
  })

  test('is a client older than convex 1.25.4, which cannot report its connection', async () => {
    const client = new TooOldClient('http://127.0.0.1:1', { disabled: true })
    expect(() => make(send, { client })).toThrow(/Install convex 1.25.4 or newer/)
  })

  test('is not a client without a connection, such as ConvexHttpClient', () => {
    const client = new ConvexHttpClient('http://127.0.0.1:1')
    expect(make(send, { client }).getState().status).toBe('idle')
  })
})

describe('options that are not an object', () => {
  test('are refused when the store is created', () => {
    for (const [options, what] of [
      [null, 'null'],
      [() => undefined, 'undefined'],
      [() => null, 'null'],
      ['drop', 'drop'],
    ]) {
      const message = `Options must be an object such as { client }, not ${what}.`
      expect(() => make(send, options)).toThrow(message)
      expect(() => make(send, options, { client: createFakeClient() })).toThrow(message)
      expect(() => make(send, options, { client: null })).toThrow(message)
    }
  })

  test('are refused at execute if a function returns them later', () => {
    const client = createFakeClient()
    let options: unknown = {}
    const store = make(send, () => options, { client })
    options = undefined
    expect(() => store.execute({ to: 'ada' } as never)).toThrow(
      'Options must be an object such as { client }',
    )
    expect(client.calls(send)).toEqual([])
  })
})

describe('an option', () => {
  test('that does not exist is refused by name, and the error lists the known options', () => {
    expect(() => make(send, { client: createFakeClient(), timeuot: 5 })).toThrow(
      /^Unknown option "timeuot"\. Known options: client, concurrency, .*, onSettled\.$/,
    )
    expect(() => make(send, { client: createFakeClient(), toString: 5 })).toThrow('Unknown option "toString"')
  })

  test('with an invalid value is refused by name', () => {
    expect(() => make(send, { client: createFakeClient(), concurrency: 'first' })).toThrow(
      'Option "concurrency" takes parallel or drop or queue or latest.',
    )
  })

  test('may be undefined', () => {
    const options = { client: createFakeClient(), concurrency: undefined }
    expect(createActionStore(send, options).getState().status).toBe('idle')
  })
})

describe('kind arguments: arguments that cannot be sent', () => {
  class Card {
    number = '4242424242424242'
  }
  class PointerEvent {
    preventDefault() {}
  }
  const cyclic: Record<string, unknown> = { to: '4242' }
  cyclic.self = cyclic
  const throwing = {
    get to() {
      throw new TypeError('4242')
    },
  }
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  const trap = () => {
    throw new TypeError('4242')
  }
  const unread = 'The arguments cannot be read.'
  const cases: [what: string, args: unknown, message: string][] = [
    ['a proxy that was revoked, such as a draft', revoked.proxy, unread],
    ['a proxy that throws', new Proxy({}, { get: trap, ownKeys: trap, getPrototypeOf: trap }), unread],
    ['a proxy that hides its names', new Proxy({ to: '4242' }, { ownKeys: trap }), unread],
    [
      'a method of an event that cannot be read',
      Object.defineProperty({}, 'preventDefault', { get: trap }),
      unread,
    ],
    [
      'a class whose name is a symbol',
      Object.create({ constructor: { name: Symbol('Card') } }),
      'The arguments are of class Symbol(Card), not a plain object.',
    ],
    ['a Date inside', { when: new Date(4242) }, 'Convex cannot encode the argument "when".'],
    [
      'a Date deep inside',
      { a: [{ b: 'x', c: new Date(4242) }] },
      'Convex cannot encode the argument "a.0.c".',
    ],
    ['undefined in an array', { list: ['4242', undefined] }, 'Convex cannot encode the argument "list".'],
    ['a function', { to: () => '4242' }, 'Convex cannot encode the argument "to".'],
    ['a bigint too large', { n: 4242n ** 42n }, 'Convex cannot encode the argument "n".'],
    ['a name that starts with $', { card: { $n: '4242' } }, 'Convex cannot encode the argument "card".'],
    ['a first name that starts with $', { $n: '4242' }, 'Convex cannot encode the name of an argument.'],
    ['itself inside', cyclic, `Convex cannot encode the argument "${'self.'.repeat(10)}self".`],
    ['a getter that throws', throwing, 'Convex cannot encode the argument "to".'],
    ['a class', new Card(), 'The arguments are of class Card, not a plain object.'],
    ['an array', ['4242'], 'The arguments are of class Array, not a plain object.'],
    ['a string', '4242', 'The arguments are not an object but a string.'],
    ['null', null, 'The arguments are not an object but null.'],
    [
      'a DOM event',
      new PointerEvent(),
      'The arguments are a DOM event. Call execute with the arguments you mean.',
    ],
  ]
  for (const [what, args, message] of cases) {
    test(`(${what}) end the execution, also with a call id`, async () => {
      const create = vi.fn(() => 'id')
      const store = make(send, { client: createFakeClient(), callId: { name: 'callId', create } })
      const error = await store.execute(args as never).catch((error) => error)
      expect(error).toMatchObject({ kind: 'arguments', delivery: 'not-sent', message })
    })

    test(`(${what}) end the execution without revealing a value, and nothing is sent`, async () => {
      const client = createFakeClient()
      const store = make(send, { client })
      const states: (ActionErrorKind | string)[] = []
      store.subscribe(({ status, error }) => states.push(error?.kind ?? status))
      const error = await store.execute(args as never).catch((error) => error)
      expect(error).toMatchObject({ kind: 'arguments', delivery: 'not-sent', message, action: 'emails:send' })
      expect(JSON.stringify([error.message, error.cause, error.data])).not.toContain('4242')
      expect(states).toEqual(['idle', 'arguments'])
      expect(client.calls(send)).toEqual([])
    })
  }

  test('create no call id if they are not an object', async () => {
    const create = vi.fn(() => 'id')
    const store = make(send, { client: createFakeClient(), callId: { name: 'callId', create } })
    await store.execute(null as never).catch(() => {})
    expect(create).not.toHaveBeenCalled()
  })

  test('may have a field with the name of an event method', () => {
    const client = createFakeClient()
    make(send, { client }).execute({ preventDefault: true } as never)
    expect(client.calls(send).at(-1)?.args).toEqual({ preventDefault: true })
  })

  test('may be an object without a prototype, and may have fields that are undefined', () => {
    const client = createFakeClient()
    const store = make(send, { client })
    store.execute(Object.assign(Object.create(null), { to: 'ada', cc: undefined }) as never)
    expect(client.calls(send).at(-1)?.args).toEqual({ to: 'ada' })
  })
})

test('an action without arguments is called with an empty object', () => {
  const client = createFakeClient()
  createActionStore(ping, { client }).execute()
  expect(client.calls(ping).at(-1)).toMatchObject({ name: 'health:ping', args: {} })
})
