import { expect, test } from 'vitest'
import { complaintsOf } from './compiler.js'

const head = `
import { createActionStore, createMutationStore, type RetryOptions } from '@convex-action/core'
import { createFakeClient } from '@convex-action/core/testing'
import { makeFunctionReference, type FunctionReference } from 'convex/server'

type Args = { amount: number; callId: string }
const charge = makeFunctionReference('payments:charge') as FunctionReference<'action', 'public', Args, string>
const save = makeFunctionReference('payments:save') as FunctionReference<'mutation', 'public', Args, string>
const step = makeFunctionReference('payments:step') as FunctionReference<'query', 'public', { callId: string }, number>
const client = createFakeClient()
`

const shared = `client, concurrency: undefined, offline: undefined, timeout: undefined, identity: undefined,
  onExecute: undefined, onSuccess: undefined, onError: undefined, onSettled: undefined`

const possible = [
  `createActionStore(charge, { ${shared}, callId: undefined, retries: undefined, progress: undefined })`,
  `createActionStore(charge, { ${shared}, callId: 'callId', retries: undefined, progress: undefined })`,
  `createMutationStore(save, { ${shared}, callId: undefined, progress: undefined, optimisticUpdate: undefined })`,
  `createActionStore(charge, { client: undefined }, { client: undefined, identity: undefined })`,
  `export const retries: RetryOptions = { limit: 1, delay: undefined, when: undefined }`,
  `createFakeClient({ connected: undefined })`,
]

const lacking = [
  'createActionStore(charge, { client, retries: 3 })',
  'createActionStore(charge, { client, retries: { limit: 3 } })',
  'createActionStore(charge, () => ({ client, retries: 3 }))',
  'createActionStore(charge, { client, progress: step })',
  'createMutationStore(save, { client, progress: step })',
]

const complaints = complaintsOf(
  [...possible, ...lacking].map((program) => head + program),
  { exactOptionalPropertyTypes: true, noUnusedLocals: false },
)

test('with exactOptionalPropertyTypes every option may be undefined', () => {
  expect(complaints.slice(0, possible.length)).toEqual(possible.map(() => []))
})

test('an option that needs another option is refused with the name of that option', () => {
  const [first, ...rest] = complaints.slice(possible.length)
  expect(first).toEqual([`Type 'number' is not assignable to type 'NeedsOption<"callId">'.`])
  expect(rest).toHaveLength(lacking.length - 1)
  for (const found of rest) expect(found).toEqual([expect.stringContaining('NeedsOption<"callId">')])
})
