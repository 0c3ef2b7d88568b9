import { ConvexClient, ConvexHttpClient } from 'convex/browser'
import type { FunctionReference } from 'convex/server'
import type { MouseEventHandler } from 'svelte/elements'
import { expectTypeOf } from 'vitest'
import {
  type ActionError,
  type ActionPhase,
  type ActionStatus,
  createActionObserver,
  createActionStore,
  setupConvexAction,
  setupConvexIdentity,
  useActionStore,
  useConvexAction,
  useInFlight,
  useKeyedAction,
  useKeyedMutation,
} from '../src/index.js'
import { api } from './api.js'

declare const pay: FunctionReference<'action', 'public', { amount: number; callId?: string }, null>
declare const stepOfOrder: FunctionReference<'query', 'public', { orderId: string }, string>
declare const begin: FunctionReference<'action', 'public', { callId: string }, null>
declare const save: FunctionReference<'mutation', 'public', { to: string }, null>

const email = useConvexAction(api.emails.send)

// Arguments and result are inferred from the reference.
expectTypeOf(email.execute).parameters.toEqualTypeOf<[args: { to: string }]>()
expectTypeOf(email.execute({ to: 'ada' })).toEqualTypeOf<Promise<{ messageId: string }>>()
expectTypeOf(email.data).toEqualTypeOf<{ messageId: string } | undefined>()
expectTypeOf(email.args).toEqualTypeOf<{ to: string } | undefined>()

// The fields are what the documentation says.
expectTypeOf(email.error).toEqualTypeOf<ActionError | null>()
expectTypeOf(email.status).toEqualTypeOf<ActionStatus>()
expectTypeOf(email.pending).toEqualTypeOf<boolean>()
expectTypeOf(email.phase).toEqualTypeOf<ActionPhase | undefined>()

// The fields narrow together.
if (email.status === 'success') expectTypeOf(email.data).toEqualTypeOf<{ messageId: string }>()
if (email.status === 'error') expectTypeOf(email.error).toEqualTypeOf<ActionError>()
if (email.pending) expectTypeOf(email.phase).toEqualTypeOf<ActionPhase>()

// An action without arguments takes none.
useConvexAction(api.emails.hang).execute()

// A bound store keeps its types.
expectTypeOf(useActionStore(createActionStore(api.emails.send, {}, { client: null }))).toEqualTypeOf(email)

// @ts-expect-error wrong arguments
email.execute({ wrong: 'args' })
// @ts-expect-error missing arguments
email.execute()
// @ts-expect-error arguments where none are taken
useConvexAction(api.emails.hang).execute({ to: 'ada' })
// @ts-expect-error an event
export const onHang: MouseEventHandler<HTMLButtonElement> = useConvexAction(api.emails.hang).execute
const { execute } = useConvexAction(begin, { callId: 'callId' })
// @ts-expect-error an event, where the call id is the only argument
export const onBegin: MouseEventHandler<HTMLButtonElement> = execute
// @ts-expect-error a mutation
useConvexAction(save)
// @ts-expect-error an unknown option
useConvexAction(api.emails.send, { retry: 3 })
// @ts-expect-error what is shown is not for a component to set
email.data = undefined
// @ts-expect-error it is no store: a dollar sign works with one of createActionStore
void email.subscribe

// Every client can be given.
useConvexAction(api.emails.send, { client: new ConvexClient('') })
useConvexAction(api.emails.send, { client: new ConvexHttpClient('') })
// @ts-expect-error no client
useConvexAction(api.emails.send, { client: {} })

// With callId, that argument is no longer required, and is not shown.
const { deliver, step } = api.emails
const delivery = useConvexAction(deliver, { callId: 'callId', retries: 2, progress: step })
expectTypeOf(delivery.execute).parameters.toEqualTypeOf<[args: { to: string }]>()
expectTypeOf(delivery.args).toEqualTypeOf<{ to: string } | undefined>()
expectTypeOf(delivery.callId).toEqualTypeOf<string | undefined>()
expectTypeOf(delivery.attempt).toEqualTypeOf<number>()
expectTypeOf(delivery.progress).toEqualTypeOf<{ step: string } | null | undefined>()
expectTypeOf(delivery.retry()).toEqualTypeOf<Promise<{ callId: string; calls: number }>>()
useConvexAction(deliver, { callId: { name: 'callId', create: ({ to }) => to } })
// @ts-expect-error the call id is not for the caller to give
delivery.execute({ to: 'ada', callId: '1' })
// @ts-expect-error without callId the argument is one like all others
useConvexAction(deliver).execute({ to: 'ada' })

// Options as a getter are the same options.
const asked = useConvexAction(deliver, () => ({ callId: 'callId', timeout: 1000 }))
expectTypeOf(asked.execute).parameters.toEqualTypeOf<[args: { to: string }]>()
useConvexAction(deliver, {
  callId: 'callId',
  onSuccess: ({ calls }, { args }) => {
    expectTypeOf(calls).toEqualTypeOf<number>()
    expectTypeOf(args).toEqualTypeOf<{ to: string }>()
  },
})

// @ts-expect-error retries without callId
useConvexAction(deliver, { retries: 2 })
// @ts-expect-error progress without callId
useConvexAction(deliver, { progress: step })
// @ts-expect-error a call id that is no argument
useConvexAction(deliver, { callId: 'id' })
// @ts-expect-error a call id that is no string
useConvexAction(pay, { callId: 'amount' })
// @ts-expect-error a progress query that does not take the call id
useConvexAction(pay, { callId: 'callId', progress: stepOfOrder })
// @ts-expect-error a progress query that is none
useConvexAction(deliver, { callId: 'callId', progress: deliver })
// @ts-expect-error retries without callId, in a getter
useConvexAction(deliver, () => ({ retries: 2 }))
// @ts-expect-error an unknown option beside known ones
useConvexAction(deliver, { callId: 'callId', retry: 2 })

// The user comes from a function.
setupConvexIdentity(() => 'ada')
// @ts-expect-error a value cannot change
setupConvexIdentity('ada')

// One number for everything below a provider.
expectTypeOf(useInFlight()).toEqualTypeOf<{ readonly current: number }>()

// Each key has a store with the types of the function; the summary counts.
const emails = useKeyedAction(api.emails.send, { limit: 2, timeout: 1000 })
expectTypeOf(emails.inFlight).toEqualTypeOf<number>()
expectTypeOf(emails.counts.error).toEqualTypeOf<number>()
expectTypeOf(emails.for('ada').execute).parameters.toEqualTypeOf<[args: { to: string }]>()
expectTypeOf(useActionStore(emails.for('ada'))).toEqualTypeOf(useConvexAction(api.emails.send))
expectTypeOf(useKeyedMutation(save).for(1).mutate).parameters.toEqualTypeOf<[args: { to: string }]>()
// @ts-expect-error a mutation
useKeyedAction(save)
// @ts-expect-error an unknown option beside known ones
useKeyedAction(api.emails.send, { limit: 2, retry: 3 })
// @ts-expect-error what is not a key
emails.for({})

// Settings are functions, or are read from the object.
setupConvexAction({
  identity: () => 'ada',
  ready: () => true,
  observer: createActionObserver(),
  get defaults() {
    return { timeout: 1000 }
  },
  messages: ({ kind }) => kind,
})
// @ts-expect-error a value cannot change
setupConvexAction({ ready: true })
// @ts-expect-error the client is that of setupConvex
setupConvexAction({ client: new ConvexHttpClient('') })
