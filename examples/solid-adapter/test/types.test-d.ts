import { api, save } from '@convex-action/conformance'
import { type ActionError, createActionStore } from '@convex-action/core'
import type { FunctionReference } from 'convex/server'
import { expectTypeOf } from 'vitest'
import { useActionStore, useConvexAction, useConvexMutation, useKeyedAction } from '../src/index.js'

declare const pay: FunctionReference<'action', 'public', { amount: number; callId?: string }, null>
declare const begin: FunctionReference<'action', 'public', Record<string, never>, null>

// A hook that is made of a maker infers all that the maker infers: you write no type parameter.
const options = { callId: 'callId', progress: api.emails.sent, retries: 2 } as const
const email = useConvexAction(api.emails.send, options)
expectTypeOf(email.execute({ to: 'ada' })).toEqualTypeOf<Promise<{ messageId: string }>>()
expectTypeOf(email.progress).toEqualTypeOf<number | undefined>()
if (email.status === 'success') expectTypeOf(email.data).toEqualTypeOf<{ messageId: string }>()
if (email.status === 'error') expectTypeOf(email.error).toEqualTypeOf<ActionError>()
useConvexAction(api.emails.send, () => options)
useConvexAction(begin).execute()
expectTypeOf(useKeyedAction(api.emails.send, { ...options, limit: 2 }).for('ada').execute).toEqualTypeOf(
  email.execute,
)
expectTypeOf(useConvexMutation(save).mutate).parameters.toEqualTypeOf<
  [args: { to: string; callId?: string }]
>()

// A store is bound with the types that it has.
expectTypeOf(useActionStore(createActionStore(api.emails.send, options, { client: null }))).toEqualTypeOf(
  email,
)

// @ts-expect-error the call id is made by the store
email.execute({ to: 'ada', callId: 'mine' })
// @ts-expect-error no such argument
useConvexAction(api.emails.send, { callId: 'id' })
// @ts-expect-error an action may run at most once
useConvexAction(pay, { retries: 2 })
// @ts-expect-error a mutation, where an action is needed
useConvexAction(save)
// @ts-expect-error a mutation is sent again by Convex
useConvexMutation(save, { callId: 'callId', retries: 2 })
