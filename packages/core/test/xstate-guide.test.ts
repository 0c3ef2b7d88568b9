import { existsSync, readFileSync } from 'node:fs'
import { anyApi } from 'convex/server'
import ts from 'typescript'
import { expect, test } from 'vitest'
import * as xstate from 'xstate'
import sizes from '../.size-limit.js'
import * as core from '../src/index.js'
import * as machine from '../src/machine.js'
import { createFakeClient, type FakeClient } from '../src/testing.js'
import { at } from './compiler.js'
import { holdTime, settle } from './surroundings.js'

holdTime()

const guide = readFileSync(at('../../../docs/guides/xstate.md'), 'utf8')
const programs = [...guide.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code ?? '')

/**
 * Runs a program of the guide unchanged, except for its client. Returns what it prints, what it keeps, and the
 * client.
 */
function run(program: string) {
  const printed: string[] = []
  const kept = new Map<string, string>()
  let client: FakeClient | undefined
  const modules: Record<string, object> = {
    xstate,
    '@convex-action/core': core,
    '@convex-action/core/machine': machine,
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
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  const { outputText } = ts.transpileModule(
    `${program}\nexport const actors = { actor: typeof actor === 'undefined' ? undefined : actor }`,
    {
      compilerOptions: options,
    },
  )
  const exports = {} as { actors: { actor?: xstate.AnyActor } }
  new Function('require', 'exports', 'console', 'sessionStorage', outputText)(
    (name: string) => modules[name],
    exports,
    { log: (...words: unknown[]) => printed.push(words.filter((word) => word !== undefined).join(' ')) },
    { setItem: (key: string, value: string) => kept.set(key, value) },
  )
  return { printed, kept, client: client as FakeClient, actor: exports.actors.actor as xstate.AnyActor }
}

const [chart = '', seen = '', own = '', again = '', restored = ''] = programs
const { emails, payments } = anyApi as never as { emails: { send: never }; payments: { charge: never } }

test('the guide to XState runs the chart', () => {
  const pending = (value: unknown) => JSON.stringify({ pending: value })
  expect(run(chart).printed).toEqual([
    ...['"idle"', pending('queued'), 'send', pending({ running: 'sent' }), '"success"'],
  ])
})

test('the guide to XState sees an execution of a store', async () => {
  const { printed, client } = run(seen)
  client.resolve(emails.send, { messageId: 'm1' } as never)
  await settle()
  expect(printed).toEqual(['xstate.init', 'execute', 'connected', 'resolve'])
})

test('the guide to XState has a machine that sends an e-mail, and gives up when it leaves the state', async () => {
  const { printed, client } = run(own)
  expect(printed).toEqual(['sending running'])
  client.resolve(emails.send, { messageId: 'm1' } as never)
  await settle()
  expect(printed.at(-1)).toBe('sent')

  const lost = run(own)
  lost.client.disconnect()
  await settle()
  expect(lost.printed.at(-1)).toBe('unsure')

  const left = run(own)
  left.actor.send({ type: 'giveUp' })
  left.client.resolve(emails.send, { messageId: 'm1' } as never)
  await settle()
  expect(left.printed.at(-1)).toBe('givenUp')
})

test('the guide to XState has a machine that repeats a call under the same call id, even after it is restored', async () => {
  const { printed, client, kept, actor } = run(again)
  client.disconnect()
  await settle()
  client.connect()
  actor.send({ type: 'askAgain' })
  const ids = client.calls(payments.charge).map(({ args }) => (args as { callId: string }).callId)
  expect(ids).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), ids[0]])
  expect(printed).toEqual(['open', 'paying', 'unsure', 'paying'])

  const snapshot = JSON.parse(kept.get('payment') ?? '')
  const after = xstate.createActor(actor.logic, { snapshot }).start()
  expect(after.getSnapshot()).toMatchObject({ value: 'unsure', context: { paymentId: ids[0] } })
  client.resolve(payments.charge, { transactionId: 't1' } as never)
  await settle()
  expect(printed.at(-1)).toBe('paid')
})

test('the guide to XState restores a call that had not ended as unknown', () => {
  const { printed, client } = run(restored)
  expect(printed).toEqual([
    'ActionError: The connection was closed. This may have gone through, or may still go through. Check before you try again.',
  ])
  expect(client.calls(payments.charge)).toHaveLength(1)
})

test('the guide to XState says how large fromConvexAction may be', () => {
  const { limit } = sizes.find(({ name }: { name: string }) => name.includes('fromConvexAction')) ?? {}
  expect(guide).toContain(`\`fromConvexAction\` is at most ${limit}, minified and gzipped`)
})

test('the guide to XState leads to files that are there', () => {
  const links = [...guide.matchAll(/\]\(([^)#\s]+)/g)].map(([, path]) => at(`../../../docs/guides/${path}`))
  expect(links.filter((path) => !existsSync(path))).toEqual([])
  expect(links.length).toBeGreaterThan(3)
})
