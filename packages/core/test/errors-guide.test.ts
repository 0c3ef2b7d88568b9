import { readFileSync } from 'node:fs'
import { anyApi } from 'convex/server'
import { ConvexError, v } from 'convex/values'
import ts from 'typescript'
import { expect, test } from 'vitest'
import * as core from '../src/index.js'
import * as observer from '../src/observer.js'
import * as refusal from '../src/refusal.js'
import { createFakeClient, type FakeClient } from '../src/testing.js'
import { at } from './compiler.js'
import { holdTime, settle } from './surroundings.js'

holdTime()

const guide = readFileSync(at('../../../docs/guides/errors.md'), 'utf8')
const programs = [...guide.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code ?? '')
const [sentry = '', toasts = '', log = '', spanish = '', arabic = '', why = ''] = programs
const { emails, payments } = anyApi as never as { emails: { send: never }; payments: { charge: never } }

/** Runs a program of the guide unchanged, except for its client and Sentry. Returns what it prints and reports. */
function run(program: string) {
  const printed: string[] = []
  const reported: unknown[][] = []
  let client: FakeClient | undefined
  const modules: Record<string, object> = {
    '@convex-action/core': core,
    '@convex-action/core/observer': observer,
    '@convex-action/core/refusal': refusal,
    '@sentry/browser': { captureException: (...given: unknown[]) => reported.push(given) },
    'convex/values': { v },
    'convex/browser': {
      ConvexClient: class {
        constructor() {
          client = createFakeClient()
          // biome-ignore lint/correctness/noConstructorReturn: it stands for the client that the program makes
          return client
        }
      },
    },
    './convex/_generated/api': { api: anyApi },
  }
  const { outputText } = ts.transpileModule(program, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  new Function('require', 'exports', 'console', outputText)(
    (name: string) => modules[name],
    {},
    { log: (...words: unknown[]) => printed.push(words.join(' ')) },
  )
  return { printed, reported, client: client as FakeClient }
}

test('the guide to errors reports crashes and unknown outcomes to Sentry, but no refusals', async () => {
  const broken = run(sentry)
  broken.client.reject(emails.send, new Error('boom'))
  await settle()
  expect(broken.reported).toEqual([
    [
      expect.objectContaining({ kind: 'server' }),
      {
        tags: { action: 'emails:send', kind: 'server', delivery: 'responded' },
        extra: { requestId: expect.any(String), attempt: 1 },
        fingerprint: ['convex-action', 'emails:send', 'server'],
      },
    ],
  ])
  expect(JSON.stringify(broken.reported)).not.toContain('ada@example.com')

  const refused = run(sentry)
  refused.client.reject(emails.send, new ConvexError('No such address.'))
  await settle()
  expect(refused.reported).toEqual([])
})

test('the guide to errors shows each failure once: in the form or in a toast', async () => {
  const refused = run(toasts)
  refused.client.reject(emails.send, new ConvexError('No such address.'))
  await settle()
  expect(refused.printed).toEqual(['form: No such address.'])

  const lost = run(toasts)
  lost.client.disconnect()
  await settle()
  const sentence =
    'The connection was lost. This may have gone through, or may still go through. Check before you try again.'
  expect(lost.printed).toEqual([`toast: ${sentence}`])
})

test('the guide to errors writes no argument into a log', async () => {
  const { printed, client } = run(log)
  client.disconnect()
  await settle()
  expect(printed.map((line) => JSON.parse(line))).toEqual([
    {
      kind: 'connection',
      delivery: 'unknown',
      message: expect.any(String),
      action: 'payments:charge',
      attempt: 1,
    },
  ])
})

test('the guide to errors uses Spanish and Arabic, and keeps the server’s own messages', async () => {
  const lost = { spanish: run(spanish), arabic: run(arabic) }
  for (const { client } of Object.values(lost)) client.disconnect()
  await settle()
  expect(lost.spanish.printed[0]).toMatch(/^Se perdió la conexión\. Puede que se haya hecho/)
  expect(lost.arabic.printed[0]).toMatch(/^انقطع الاتصال\. ربما تم ذلك/)
  for (const program of [spanish, arabic]) {
    const { printed, client } = run(program)
    client.reject(emails.send, new ConvexError('No such address.'))
    await settle()
    expect(printed).toEqual(['No such address.'])
  }
})

test('the guide to errors reads why the server refused', async () => {
  const declined = run(why)
  declined.client.reject(payments.charge, new ConvexError({ code: 'declined', reason: 'Card expired.' }))
  await settle()
  expect(declined.printed).toEqual(['Use another card: Card expired.'])
  const other = run(why)
  other.client.reject(payments.charge, new ConvexError({ code: 'other', message: 'No.' }))
  await settle()
  expect(other.printed).toEqual(['No.'])
})

test('the guide to errors says how the sentences end', () => {
  const of = (delivery: core.Delivery) =>
    new core.ActionError({ kind: 'timeout', delivery, action: 'a:b', attempt: 1 }).message
  const ends = [...guide.matchAll(/^\| `(not-sent|responded|unknown)` +\| (.*?) +\|$/gm)].map(
    ([, delivery, end]) => [delivery, end],
  )
  expect(ends.map(([delivery]) => delivery)).toEqual(['not-sent', 'responded', 'unknown'])
  expect(of('not-sent')).toBe(`This took too long. ${ends[0]?.[1]}`)
  expect(of('unknown')).toBe(`This took too long. ${ends[2]?.[1]}`)
})
