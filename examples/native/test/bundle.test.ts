import { createContext, Script } from 'node:vm'
import { beforeAll, expect, test } from 'vitest'
import { bundle } from '../bundle.js'

interface App {
  sendEmail(): Promise<unknown[]>
  pay(): Promise<{ call: { id: string; try: string }; paid: unknown }>
  fail(): Promise<unknown>
}

let script: Script

beforeAll(async () => {
  script = new Script(await bundle())
})

/** Runs the bundle with only the globals of React Native. `said` collects the console output. */
function start() {
  const said: unknown[] = []
  const say = (...words: unknown[]) => void said.push(...words.map(String))
  const console = { log: say, info: say, warn: say, error: say }
  const navigator = { product: 'ReactNative' }
  const has = { setTimeout, clearTimeout, queueMicrotask, performance, console, navigator }
  const context = createContext({ ...has })
  script.runInContext(context)
  return { app: context as unknown as App, context, said }
}

/** Globals of a browser that React Native may not have. */
const missing = ['window', 'document', 'crypto', 'sessionStorage', 'reportError', 'structuredClone']
const plain = (value: unknown) => JSON.parse(JSON.stringify(value))
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/

test('a component in a Metro bundle runs an action without any browser API', async () => {
  const { app, context, said } = start()
  expect(missing.filter((name) => name in context)).toEqual([])
  expect(plain(await app.sendEmail())).toEqual([
    { inFlight: 0, status: 'idle' },
    { inFlight: 1, status: 'pending', phase: 'running', callId: expect.stringMatching(uuid) },
    {
      inFlight: 0,
      status: 'success',
      callId: expect.stringMatching(uuid),
      data: { messageId: 'message-1' },
    },
  ])
  expect(said).toEqual([])
})

test('in a Metro bundle, a payment gets its own ids, although nothing can be remembered across a restart', async () => {
  const { app, said } = start()
  const payments = [await app.pay(), await app.pay()].map(plain)
  const ids = payments.flatMap(({ call }) => [call.id, call.try])
  expect(ids).toEqual(ids.map(() => expect.stringMatching(uuid)))
  expect(new Set(ids).size).toBe(4)
  expect(payments.map(({ paid }) => paid)).toEqual([
    { transactionId: 'transaction-1' },
    { transactionId: 'transaction-1' },
  ])
  expect(said).toEqual([])
})

test('in a Metro bundle, a failure says what it is, and a callback that throws is reported on the console', async () => {
  const { app, said } = start()
  expect(plain(await app.fail())).toMatchObject({ kind: 'connection', delivery: 'unknown' })
  expect(said).toEqual(['Error: a mistake in a callback'])
})
