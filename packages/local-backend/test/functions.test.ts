import { type ConvexClient, ConvexHttpClient } from 'convex/browser'
import type { FunctionReference } from 'convex/server'
import { makeFunctionReference } from 'convex/server'
import { ConvexError } from 'convex/values'
import { describe, expect, test } from 'vitest'
import { createTestIssuer, type LocalBackend } from '../src/index.js'
import { api, connect, connected, silent, startBackend, watch } from './setup.js'

const requestId = '\\[Request ID: [0-9a-f]{16}\\] Server Error'

type Caller = Pick<ConvexClient, 'action' | 'mutation' | 'query'>
const transports: [name: string, connect: (backend: LocalBackend) => Caller][] = [
  ['a WebSocket', connect],
  ['HTTP', ({ url }) => new ConvexHttpClient(url, { logger: silent }) as unknown as Caller],
]

const action = (path: string) => makeFunctionReference(path) as FunctionReference<'action'>
const mutation = (path: string) => makeFunctionReference(path) as FunctionReference<'mutation'>
const query = (path: string) => makeFunctionReference(path) as FunctionReference<'query'>

async function failure(call: Promise<unknown>): Promise<Error & { data?: unknown }> {
  return call.then(
    (value) => {
      throw new Error(`It succeeded with ${JSON.stringify(value)}.`)
    },
    (error) => error,
  )
}

describe.each(transports)('over %s', (_name, connectTo) => {
  test('an action runs once and gives its result', async () => {
    const backend = await startBackend()
    expect(await connectTo(backend).action(api.calls.greet, { name: 'Ada' })).toBe('Hello, Ada')
    expect(backend.runs('calls:greet')).toBe(1)
    expect(backend.wire.requests('calls:greet')).toHaveLength(1)
  })

  test('values that JSON does not know survive the round trip', async () => {
    const client = connectTo(await startBackend())
    const value = {
      big: 12n,
      bytes: new Uint8Array([1, 2]).buffer,
      far: Number.POSITIVE_INFINITY,
      list: [null],
    }
    expect(await client.action(api.calls.echo, { value })).toEqual(value)
  })

  test('a mutation and a query see each other', async () => {
    const client = connectTo(await startBackend())
    expect(await client.mutation(api.counters.add, { name: 'a' })).toBe(1)
    expect(await client.query(api.counters.get, { name: 'a' })).toBe(1)
  })

  test('a ConvexError brings its data, in production too', async () => {
    const client = connectTo(await startBackend())
    const error = await failure(client.action(api.calls.refuse, {}))
    expect(error).toBeInstanceOf(ConvexError)
    expect(error.data).toEqual({ code: 'declined', amount: 12n })
    const ofQuery = await failure(client.query(api.calls.failInQuery, {}))
    expect(ofQuery).toBeInstanceOf(ConvexError)
    expect(ofQuery.data).toBe('not for you')
  })

  test('in production, any other failure is a request id and nothing else', async () => {
    const client = connectTo(await startBackend())
    const refused = [
      () => client.action(api.calls.fail, {}),
      () => client.action(action('calls:nothing'), {}),
      () => client.action(api.calls.greet, { name: 1 } as never),
      () => client.action(api.calls.returnWrong, {}),
    ]
    for (const call of refused) {
      const error = await failure(call())
      expect(error).not.toBeInstanceOf(ConvexError)
      expect(error.message).toMatch(
        new RegExp(`^(\\[CONVEX A\\([\\w:]+\\)\\] )?${requestId}(\\n  Called by client)?$`),
      )
    }
  })

  test('in development, a failure shows its text and its place in the function', async () => {
    const client = connectTo(await startBackend({ mode: 'development' }))
    const { message } = await failure(client.action(api.calls.fail, {}))
    expect(message).toMatch(
      new RegExp(`${requestId}\\nUncaught Error: the disk is full\\n +at .*calls\\.ts:\\d+`),
    )
    expect(message).not.toContain('node_modules')
    const ofConvexError = await failure(client.action(api.calls.refuse, {}))
    expect(ofConvexError).toBeInstanceOf(ConvexError)
  })

  test.each<[what: string, call: (client: Caller) => Promise<unknown>, text: string]>([
    [
      'a function that does not exist',
      (client) => client.action(action('calls:nothing'), {}),
      "Could not find public function for 'calls:nothing'. Did you forget to run `npx convex dev` or `npx convex deploy`?",
    ],
    [
      'a module that does not exist',
      (client) => client.query(query('nowhere:nothing'), {}),
      "Could not find public function for 'nowhere:nothing'.",
    ],
    [
      'an internal action',
      (client) => client.action(action('calls:secret'), {}),
      "Could not find public function for 'calls:secret'.",
    ],
    [
      'an internal mutation',
      (client) => client.mutation(mutation('counters:addInternally'), { name: 'a' }),
      "Could not find public function for 'counters:addInternally'.",
    ],
    [
      'a mutation called as an action',
      (client) => client.action(action('counters:add'), { name: 'a' }),
      'Trying to execute counters.js:add as Action, but it is defined as Mutation.',
    ],
    [
      'an action called as a mutation',
      (client) => client.mutation(mutation('calls:greet'), { name: 'a' }),
      'Trying to execute calls.js:greet as Mutation, but it is defined as Action.',
    ],
    [
      'an argument of the wrong type',
      (client) => client.action(api.calls.greet, { name: 1 } as never),
      'ArgumentValidationError: Value does not match validator.\nPath: .name\nValue: 1.0\nValidator: v.string()',
    ],
    [
      'a missing argument',
      (client) => client.mutation(api.counters.add, {} as never),
      'ArgumentValidationError: Object is missing the required field `name`. Consider wrapping the field validator in `v.optional(...)` if this is expected.\n\nObject: {}\nValidator: v.object({name: v.string()})',
    ],
    [
      'an argument too many',
      (client) => client.query(api.counters.get, { name: 'a', extra: true } as never),
      'ArgumentValidationError: Object contains extra field `extra` that is not in the validator.\n\nObject: {extra: true, name: "a"}\nValidator: v.object({name: v.string()})',
    ],
    [
      'a wrong return value',
      (client) => client.action(api.calls.returnWrong, {}),
      'ReturnsValidationError: Value does not match validator.\nPath: .id\nValue: 1.0\nValidator: v.string()',
    ],
  ])('refuses %s in the real words, without running it', async (_what, call, text) => {
    const backend = await startBackend({ mode: 'development' })
    const { message } = await failure(call(connectTo(backend)))
    expect(message).toMatch(new RegExp(requestId))
    expect(message).toContain(`Server Error\n${text}`)
    for (const path of [
      'calls:greet',
      'calls:secret',
      'counters:add',
      'counters:addInternally',
      'counters:get',
    ]) {
      expect(backend.runs(path)).toBe(0)
    }
  })
})

test('a mutation that throws or returns an invalid value writes nothing', async () => {
  const client = connect(await startBackend())
  await failure(client.mutation(api.counters.addThenThrow, { name: 'a' }))
  await failure(client.mutation(api.counters.addThenReturnWrong, { name: 'a' }))
  expect(await client.query(api.counters.get, { name: 'a' })).toBe(0)
})

test('an invalid argument is also refused between functions', async () => {
  const backend = await startBackend()
  await expect(backend.mutation(mutation('counters:addInternally'), { name: 1 })).rejects.toThrow(
    'ArgumentValidationError: Value does not match validator.',
  )
})

test('logs reach the client in development, in the form the client prints, and never in production', async () => {
  const lines: string[] = []
  const logger = { ...silent, log: (...parts: unknown[]) => lines.push(parts.join(' ')) }
  const development = connect(await startBackend({ mode: 'development' }), { logger })
  await development.action(api.calls.greet, { name: 'Ada' })
  expect(lines.join('\n')).toContain('[CONVEX A(calls:greet)] [LOG]')
  expect(lines.join('\n')).toContain("'greeting' 'Ada'")
  lines.length = 0
  const production = await startBackend()
  await connect(production, { logger }).action(api.calls.greet, { name: 'Ada' })
  expect(lines).toEqual([])
})

test('the owner of the server reads logs and full failures, whatever clients are told', async () => {
  const lines: string[] = []
  const client = connect(await startBackend({ log: (line) => lines.push(line) }))
  await client.action(api.calls.greet, { name: 'Ada' })
  await failure(client.action(api.calls.fail, {}))
  expect(lines[0]).toBe("[CONVEX A(calls:greet)] [LOG] 'greeting' 'Ada'")
  expect(lines[1]).toContain('[CONVEX A(calls:fail)] [ERROR] Uncaught Error: the disk is full')
})

test('twenty concurrent actions that each run a mutation all count', async () => {
  const client = connect(await startBackend())
  const values = await Promise.all(
    Array.from({ length: 20 }, () => client.action(api.counters.addSlowly, { name: 'a' })),
  )
  expect(values.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
})

test('a test can call internal functions directly, and they count as runs', async () => {
  const backend = await startBackend()
  expect(await backend.action(action('calls:secret'), {})).toBe('secret')
  expect(await backend.mutation(mutation('counters:addInternally'), { name: 'a' })).toBe(1)
  expect(await backend.query(query('counters:get'), { name: 'a' })).toBe(1)
  expect(backend.runs('counters:addInternally')).toBe(1)
  expect(await backend.mutation(async (ctx) => (await ctx.db.query('counters').collect()).length)).toBe(1)
})

test('a scheduled function runs when it is due, and its writes are pushed', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  const counted = new Promise((resolve) => {
    client.onUpdate(api.counters.get, { name: 'a' }, (value) => value === 1 && resolve(value))
  })
  await client.mutation(api.counters.addLater, { name: 'a', afterMs: 300 })
  expect(backend.runs('counters:addInternally')).toBe(0)
  expect(await counted).toBe(1)
})

test('a function that is scheduled in a month does not run now', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  await client.mutation(api.counters.addLater, { name: 'a', afterMs: 30 * 24 * 3_600_000 })
  await client.mutation(api.counters.addLater, { name: 'b', afterMs: 20 })
  await expect.poll(() => backend.query(api.counters.get, { name: 'b' })).toBe(1)
  expect(await backend.query(api.counters.get, { name: 'a' })).toBe(0)
})

test('an action can schedule too, and the scheduled function runs without a user', async () => {
  const auth = await createTestIssuer()
  const backend = await startBackend({ auth })
  const client = connect(backend)
  client.setAuth(() => auth.token('ada'))
  const counter = watch<number>((on) => client.onUpdate(api.counters.get, { name: 'a' }, on))
  await client.action(api.counters.scheduleAdd, { name: 'a', afterMs: 20 })
  expect(await counter.until((value) => value === 1)).toBe(1)
})

test('twenty concurrent actions that each schedule are all served', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      client.action(api.counters.scheduleAdd, { name: 'a', afterMs: index }),
    ),
  )
  await expect.poll(() => backend.query(api.counters.get, { name: 'a' })).toBe(20)
})

test('a ConvexError crosses from one action to another with its data', async () => {
  const client = connect(await startBackend())
  const error = await failure(client.action(api.calls.relay, { what: 'this' }))
  expect(error).toBeInstanceOf(ConvexError)
  expect(error.data).toEqual({ refused: 'this' })
})

test('two servers in one process do not affect each other', async () => {
  const [first, second] = [await startBackend(), await startBackend()]
  await connect(first).mutation(api.counters.add, { name: 'a' })
  expect(await (await connected(second)).query(api.counters.get, { name: 'a' })).toBe(0)
  expect(second.runs('counters:add')).toBe(0)
})
