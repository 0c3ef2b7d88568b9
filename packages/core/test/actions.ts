import { type FunctionReference, makeFunctionReference } from 'convex/server'
import type { CallsApi } from '../src/recovery.js'

type Action<Args extends Record<string, unknown>, Result> = FunctionReference<
  'action',
  'public',
  Args,
  Result
>

const action = <Args extends Record<string, unknown>, Result>(name: string) =>
  makeFunctionReference<'action', Args, Result>(name) as Action<Args, Result>

/** The actions that these tests run. */
export const send = action<{ to: string }, { messageId: string }>('emails:send')
export const ping = action<Record<string, never>, string>('health:ping')
export const charge = action<{ amount: number; callId?: string }, string>('payments:charge')
/** The same action, made with `calls.once`: it takes the argument that recovery fills in. */
export const guarded = action<
  { amount: number; callId?: string; call?: { id: string; try: string; guarded: 1 } },
  string
>('payments:charge')

/** The mutation that these tests run. */
export const save = makeFunctionReference<'mutation', { item: string; callId?: string }, string>(
  'orders:save',
)

/** The progress query of `charge`. */
export const progressOf = makeFunctionReference<'query', { callId: string }, number>(
  'payments:progress',
) as FunctionReference<'query', 'public', { callId: string }, number>

/** The functions of the server half that a page calls after it lost an answer. */
export const calls = {
  settle: makeFunctionReference<'mutation'>('calls:settle'),
  outcome: makeFunctionReference<'query'>('calls:outcome'),
} as unknown as CallsApi
