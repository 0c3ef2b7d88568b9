import { readFileSync } from 'node:fs'
import type { GenericDataModel, GenericMutationCtx } from 'convex/server'
import { getDocumentSize } from 'convex/values'
import { expect, test } from 'vitest'
import { api, call, components, day, inComponent, rowsOf, service, start, type Test } from './setup.js'

const { lib } = components.calls
const id = 'b7e2a1c4-5f0d-4a3e-9c6b-2d8f1e7a0b93'
const secret = '0c9d8e7f-6a5b-4c3d-8e1f-0a9b8c7d6e5f'
const user = 'https://auth.example.com|user_2aX9dQ0vPz7LkW3'
const key = { action: 'payments:charge', user, id }
const mac = 'f'.repeat(64)
const claim = { ...key, mac, repeatable: false, retain: day }
const ask = { ...key, tries: [secret], age: 1000, retain: day }
const result = '{"transactionId":"ch_3MmlLrLkdIwHu7ix0snN0B15"}'

/** What a transaction of the component reads, writes and schedules. */
async function costOf(t: Test, run: (ctx: GenericMutationCtx<GenericDataModel>) => Promise<unknown>) {
  const metrics = await t.mutation(async (ctx) => {
    await run(ctx)
    return ctx.meta.getTransactionMetrics()
  })
  const { databaseQueries, documentsRead, documentsWritten, bytesWritten, functionsScheduled } = metrics
  return [databaseQueries, documentsRead, documentsWritten, bytesWritten, functionsScheduled].map(
    ({ used }) => used,
  )
}

test('what a call costs is what docs/server.md says', async () => {
  const t = start()
  const other = (secret: string, id: string) => ({ ...claim, try: secret, id })
  await t.mutation((ctx) => ctx.runMutation(lib.claim, other('first', 'first')))
  const costs = {
    'the claim': await costOf(t, (ctx) => ctx.runMutation(lib.claim, { ...claim, try: secret })),
    'a beat': await costOf(t, (ctx) => ctx.runMutation(lib.beat, { try: secret })),
    '`settle`, running': await costOf(t, (ctx) => ctx.runMutation(lib.settle, ask)),
    'the note': await costOf(t, (ctx) =>
      ctx.runMutation(lib.end, { try: secret, state: 'finished', value: result }),
    ),
    '`settle`, finished': await costOf(t, (ctx) => ctx.runMutation(lib.settle, ask)),
    '`settle`, never': await costOf(t, (ctx) =>
      ctx.runMutation(lib.settle, { ...ask, id: id.toUpperCase(), tries: [secret.toUpperCase()] }),
    ),
  }
  const row = (await rowsOf(t)).find((row) => row.try === secret)
  const tombstone = (await rowsOf(t)).find(({ state }) => state === 'sealed')
  const lines = Object.entries(costs).map(([what, cost]) => `| ${what} | ${cost.join(' | ')} |`)
  lines.push(
    `A call is a row of ${getDocumentSize(row ?? {})} bytes, a tombstone one of ${getDocumentSize(tombstone ?? {})}.`,
  )
  console.log(['queries, rows read, rows written, bytes written, scheduled', ...lines].join('\n'))

  const document = readFileSync(new URL('../../../docs/server.md', import.meta.url), 'utf8').replaceAll(
    / +/g,
    ' ',
  )
  expect(lines.filter((line) => !document.includes(line))).toEqual([])
})

test('calls that arrive at once are one row each, and one scheduled function for all of them', async () => {
  const t = start()
  const calls = Array.from({ length: 100 }, (_, index) =>
    t.action(api.payments.charge, { amount: 1, call: call(`try-${index}`, `cart-${index}`) }),
  )
  await Promise.all(calls)
  expect(service.charges).toHaveLength(100)
  expect(await rowsOf(t)).toHaveLength(100)
  const jobs = await inComponent(t, (ctx) => ctx.db.system.query('_scheduled_functions').collect())
  expect(jobs.map(({ name }) => name)).toEqual(['forget:forget'])
})
