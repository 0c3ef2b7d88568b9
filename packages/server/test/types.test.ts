import type { FunctionArgs, FunctionReference, FunctionReturnType } from 'convex/server'
import { actionGeneric as action } from 'convex/server'
import { v } from 'convex/values'
import { expect, expectTypeOf, test } from 'vitest'
import type { CallArgument, CallOutcome } from '../src/index.js'
import { calls } from './convex/calls.js'
import type { api } from './setup.js'

// What the compiler says is checked with all other types; that each of these can be said at all is the test.

// What a store with recovery asks of a reference.
const guarded = (reference: FunctionReference<'action', 'public', { call?: CallArgument }>) => reference

test('a guarded function takes `call`, and may be called without it', () => {
  expectTypeOf<FunctionArgs<typeof api.payments.charge>['call']>().toEqualTypeOf<CallArgument | undefined>()
  expectTypeOf<FunctionArgs<typeof api.payments.charge>['amount']>().toEqualTypeOf<number>()
  // @ts-expect-error: the literal says that the function is guarded
  const wrong: CallArgument = { id: 'cart-1', try: 'try-1', guarded: 2 }
  expect(wrong.guarded).toBe(2)
})

test('a function that does not know `call` does not accept it', () => {
  type Args = FunctionArgs<typeof api.payments.chargeUnguarded>
  expectTypeOf<Args>().not.toHaveProperty('call')
  // @ts-expect-error: `call` does not exist there
  const args: Args = { amount: 1, call: { id: 'cart-1', try: 'try-1', guarded: 1 } }
  expect(args.amount).toBe(1)
})

test('a function that uses `call` for something else is not guarded', () => {
  const phone = action({ args: { call: v.optional(v.string()) }, handler: async () => null })
  type Phone = FunctionReference<'action', 'public', { call?: string }>
  expect(phone.isAction).toBe(true)
  // @ts-expect-error: `call` is a text there
  expect(() => guarded(null as unknown as Phone)).not.toThrow()
})

test('the result is the handler’s result, and must match `returns`', () => {
  const definition = calls.once({
    args: { amount: v.number() },
    returns: v.object({ transactionId: v.string() }),
    handler: async (ctx, { amount }, call) => {
      expectTypeOf(ctx.runMutation).toBeFunction()
      expectTypeOf(amount).toEqualTypeOf<number>()
      expectTypeOf(call.id).toEqualTypeOf<string>()
      return { transactionId: call.id }
    },
  })
  expectTypeOf<Awaited<ReturnType<typeof definition.handler>>>().toEqualTypeOf<{ transactionId: string }>()
  const inferred = calls.once({ args: {}, handler: async () => ({ n: 1 }) })
  expectTypeOf<Awaited<ReturnType<typeof inferred.handler>>>().toEqualTypeOf<{ n: number }>()
  // @ts-expect-error: a number is no text
  calls.once({ args: {}, returns: v.string(), handler: async () => 1 })
})

test('an action without its own arguments is called without arguments', () => {
  const ping = action(calls.once({ args: {}, returns: v.null(), handler: async () => null }))
  expect(ping.isAction).toBe(true)
})

test('settle and outcome report what happened to a call', () => {
  expectTypeOf<FunctionReturnType<typeof api.calls.settle>>().toEqualTypeOf<CallOutcome>()
  expectTypeOf<FunctionReturnType<typeof api.calls.outcome>>().toEqualTypeOf<CallOutcome>()
  expectTypeOf<FunctionArgs<typeof api.calls.outcome>>().toEqualTypeOf<{
    id: string
    try?: string
    action?: string
  }>()
})
