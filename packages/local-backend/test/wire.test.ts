import { ConvexHttpClient } from 'convex/browser'
import { expect, test } from 'vitest'
import { createTestIssuer, type LocalBackend, type WireEntry } from '../src/index.js'
import { WireLog } from '../src/wire.js'
import { api, connect, silent, startBackend } from './setup.js'

interface Served {
  entries: WireEntry[]
  newest: number
  runs: Record<string, number>
}

const served = async ({ url }: LocalBackend, query = ''): Promise<Served> =>
  (await fetch(`${url}/_local/wire${query}`)).json()

test('a request for newer messages returns only those', async () => {
  const backend = await startBackend({ control: true })
  const client = connect(backend)
  await client.action(api.calls.greet, { name: 'Ada' })
  const { entries, newest } = await served(backend)
  expect(entries.map(({ number }) => number)).toEqual(entries.map((_, index) => index + 1))
  expect(newest).toBe(entries.length)
  expect(await served(backend, `?since=${newest}`)).toMatchObject({ entries: [], newest })
  await client.action(api.calls.greet, { name: 'Bob' })
  const later = await served(backend, `?since=${newest}`)
  expect(later.entries.map(({ message }) => message.type)).toEqual(['Action', 'ActionResponse'])
  expect(later.entries[0]?.number).toBe(newest + 1)
  expect(later.newest).toBe(newest + 2)
  expect(later.runs).toEqual({ 'calls:greet': 2 })
})

test('numbers continue after the log is cleared', async () => {
  const backend = await startBackend({ control: true })
  const client = connect(backend)
  await client.action(api.calls.greet, { name: 'Ada' })
  const { newest } = await served(backend)
  backend.wire.clear()
  expect(await served(backend)).toMatchObject({ entries: [], newest })
  await client.action(api.calls.greet, { name: 'Bob' })
  const { entries } = await served(backend, `?since=${newest}`)
  expect(entries.map(({ message }) => message.type)).toEqual(['Action', 'ActionResponse'])
})

test.each(['x', '-1', '1.5', '', '99999999999999999'])(
  'a value of "since" that is not a number, %j, is refused',
  async (since) => {
    const { url } = await startBackend({ control: true })
    const response = await fetch(`${url}/_local/wire?since=${since}`)
    expect(response.status).toBe(400)
    expect((await response.json()).error).toBe(`"since" must be the number of a message, not "${since}".`)
  },
)

test('long arguments and results are served clipped, and a test in this process reads them whole', async () => {
  const backend = await startBackend({ control: true })
  const value = 'x'.repeat(100_000)
  await connect(backend).action(api.calls.echo, { value })
  await new ConvexHttpClient(backend.url, { logger: silent }).action(api.calls.echo, { value })
  const { entries } = await served(backend)
  const clipped = { clipped: `[{"value":"${'x'.repeat(989)}`, length: 100_014 }
  const answer = { clipped: `"${'x'.repeat(999)}`, length: 100_002 }
  const of = (type: string) =>
    entries.filter(({ message }) => message.type === type).map(({ message }) => message)
  expect(of('Action')).toEqual([
    { type: 'Action', requestId: 0, udfPath: 'calls:echo', args: clipped },
    { type: 'Action', udfPath: 'calls:echo', args: clipped },
  ])
  expect(of('ActionResponse')).toMatchObject([{ success: true, result: answer }])
  expect(of('HttpResponse')).toMatchObject([{ status: 'success', value: answer }])
  expect(backend.wire.requests().map(({ message }) => message.args)).toEqual([[{ value }], [{ value }]])
  const result = await backend.wire.waitFor(({ message }) => message.type === 'ActionResponse')
  expect(result.message.result).toBe(value)
})

test('short arguments are served as they are', async () => {
  const backend = await startBackend({ control: true })
  await connect(backend).action(api.calls.greet, { name: 'Ada' })
  const { entries } = await served(backend)
  expect(entries.find(({ message }) => message.type === 'Action')?.message.args).toEqual([{ name: 'Ada' }])
})

test('no token is in the log, over either transport', async () => {
  const auth = await createTestIssuer()
  const backend = await startBackend({ auth, control: true })
  const token = await auth.token('ada')
  const client = connect(backend)
  client.setAuth(async () => token)
  expect(await client.action(api.calls.whoAmI, {})).toBe('ada')
  const http = new ConvexHttpClient(backend.url, { logger: silent })
  http.setAuth(token)
  expect(await http.action(api.calls.whoAmI, {})).toBe('ada')
  const log = JSON.stringify([await served(backend), backend.wire.entries])
  expect(log).toContain('"type":"Authenticate"')
  for (const part of token.split('.')) expect(log).not.toContain(part)
})

test('the log holds the newest 50,000 messages', () => {
  const wire = new WireLog()
  for (let number = 1; number <= 50_010; number++) wire.add(1, 'in', { type: 'Event', number }, 30)
  expect(wire.entries).toHaveLength(50_000)
  expect(wire.entries[0]).toMatchObject({ number: 11, message: { number: 11 } })
  expect(wire.entries.at(-1)).toMatchObject({ number: 50_010, message: { number: 50_010 } })
  expect(wire.since(5)).toHaveLength(50_000)
  expect(wire.since(50_008).map(({ number }) => number)).toEqual([50_009, 50_010])
})

test('the log holds no more than 64 MiB of JSON, and always the newest message', async () => {
  const wire = new WireLog()
  const add = (mebibytes: number) => wire.add(1, 'in', { type: 'Event' }, mebibytes * 1024 * 1024)
  for (let count = 0; count < 20; count++) add(6)
  expect(wire.entries.map(({ number }) => number)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
  add(100)
  expect(wire.entries.map(({ number }) => number)).toEqual([21])
  add(1)
  expect(wire.entries.map(({ number }) => number)).toEqual([22])
})
